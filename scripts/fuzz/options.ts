import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import * as z from 'zod';

export const HELP = `Sends a server what no charger should, and checks that it answers as OCPP 1.6J says.

Usage: npm run fuzz -- [options]

  --frames N      frames in all, over all chargers                      [20000]
  --seconds N     end after so long, though frames are left; 0 is no limit [0]
  --chargers N    chargers that send at the same time                   [8]
                  of eight, two are registered as strict, one as Pending
  --seed N        a number below 2^31: the same seed, frames and chargers make the same frames [a new one]
  --only I        only the charger number I of them, counted from 0: to see a fault again
  --url URL       a running server on this machine, e.g. http://127.0.0.1:8787; default: one of its own
  --api-key KEY   with --url: a key that may manage its account. The chargers FUZZ-… stay registered
  --help          this text

Exit code 0: nothing was found. 1: a fault, printed with its seed and the frames before it. 2: wrong options.
`;

const ARGUMENTS = {
  frames: { type: 'string', default: '20000' },
  seconds: { type: 'string', default: '0' },
  chargers: { type: 'string', default: '8' },
  seed: { type: 'string' },
  only: { type: 'string' },
  url: { type: 'string' },
  'api-key': { type: 'string' },
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

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

const Values = z.object({
  frames: wholeNumber(1, 1_000_000_000),
  seconds: wholeNumber(0, 1_000_000),
  chargers: wholeNumber(1, 1_000),
  seed: wholeNumber(0, 2 ** 31 - 1).optional(),
  only: wholeNumber(0, 999).optional(),
  url: z
    .url({
      protocol: /^http$/,
      hostname: LOOPBACK,
      error: 'a URL such as http://127.0.0.1:8787 on this machine',
    })
    .transform((url) => new URL(url).origin)
    .optional(),
  'api-key': z.string().min(1).optional(),
});

export interface Options {
  frames: number;
  /** 0 for no limit. */
  seconds: number;
  chargers: number;
  seed: number;
  only: number | undefined;
  /** A server that runs already; null starts one. */
  server: { url: string; apiKey: string } | null;
}

/** The command line as options; throws with one line that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({ args: [...args], options: ARGUMENTS, allowPositionals: false });
  if (values.help) return 'help';
  const parsed = Values.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`--${String(issue?.path[0] ?? '')} wants ${issue?.message ?? 'another value'}`);
  }
  const { url, 'api-key': apiKey, seed = newSeed(), frames, seconds, chargers, only } = parsed.data;
  if ((url === undefined) !== (apiKey === undefined)) throw new Error('--url and --api-key go together');
  return {
    frames,
    seconds,
    chargers,
    seed,
    only,
    server: url === undefined || apiKey === undefined ? null : { url, apiKey },
  };
}

export function newSeed(): number {
  return randomInt(2 ** 31);
}
