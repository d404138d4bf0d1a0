import { parseArgs } from 'node:util';
import * as z from 'zod';

export const HELP = `Has a fleet lose its connections and return at once, and measures how long the server takes to serve them all.

Usage: npm run storm -- [options]

  --chargers N    how many chargers                                     [3000]
  --help          this text

The same is done to a bare object, which accepts sockets and answers every frame with the same few bytes: what that
takes is the platform's share. Memory is that of workerd. A charger takes about 5 file descriptors here; where the
limit is lower, say so with \`ulimit -n\` before.

Exit code 0: all were served. 1: some were not. 2: wrong options, or too few file descriptors.
`;

const ARGUMENTS = {
  chargers: { type: 'string', default: '3000' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const NUMBER = 'a whole number from 1 to 30000';

const Values = z.object({
  chargers: z
    .string()
    .regex(/^\d+$/, NUMBER)
    .transform(Number)
    .pipe(z.number().min(1, NUMBER).max(30_000, NUMBER)),
});
type Options = z.infer<typeof Values>;

/** The command line as options; throws with one line that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({ args: [...args], options: ARGUMENTS, allowPositionals: false });
  if (values.help) return 'help';
  const parsed = Values.safeParse(values);
  if (!parsed.success) throw new Error(`--chargers wants ${parsed.error.issues[0]?.message ?? NUMBER}`);
  return parsed.data;
}
