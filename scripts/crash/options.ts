import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import * as z from 'zod';

export const HELP = `Kills a server while chargers charge, again and again, and checks that nothing was lost and nothing doubled.

Usage: npm run crash -- [options]

  --kills N       how often the server is killed (SIGKILL, workerd with it) and started again on the same data [50]
  --chargers N    chargers with two connectors each, one session after the other; each sends what was not
                  answered again until it is                                          [12]
  --seed N        a number below 2^31: the same seed gives the same sessions, and as many answers before each
                  kill; what a kill hits depends on the machine too                    [a new one]
  --help          this text

Every fourth charger never comes back after the last kill, which follows the last answer at once. Then the server is
started once more, and what was acknowledged is looked for in the chargers' objects, in the log, in D1 and over REST.
The kernel outlives the kill, so what a failing disk or a power cut loses is not tried.

Exit code 0: nothing was lost or doubled. 1: something was, told with its ids; the data stay. 2: wrong options.
`;

const ARGUMENTS = {
  kills: { type: 'string', default: '50' },
  chargers: { type: 'string', default: '12' },
  seed: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function wholeNumber(smallest: number, largest: number) {
  const error = `a whole number from ${smallest} to ${largest}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .pipe(z.number().min(smallest, error).max(largest, error));
}

const Values = z.object({
  kills: wholeNumber(1, 10_000),
  chargers: wholeNumber(1, 500),
  seed: wholeNumber(0, 2 ** 31 - 1).default(() => randomInt(2 ** 31)),
});

export type Options = z.infer<typeof Values>;

/** The command line as options; throws with one line that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({ args: [...args], options: ARGUMENTS, allowPositionals: false });
  if (values.help) return 'help';
  const parsed = Values.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`--${String(issue?.path[0] ?? '')} wants ${issue?.message ?? 'another value'}`);
}
