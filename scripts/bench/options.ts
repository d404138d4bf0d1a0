import { parseArgs } from 'node:util';
import * as z from 'zod';

export const HELP = `Measures what Capacitor does in a second and what it takes for that, beside servers that do less.

Usage: npm run bench -- [options]

  --only PART       one part of it: frame, session, rest or start          [all]
  --chargers N,M    how many chargers are connected, one after the other   [50,200,1000]
  --runs N          how often each thing is measured, in turns             [7]
  --seconds N       how long a load lasts each time                        [2]
  --json FILE       where the figures go, beside the table                 [dist/bench.json]
  --data FOLDER     keeps the 100,000 chargers and 1,000,000 transactions of the part rest (about 1.5 GB) in this
                    folder, and finds them there the next time             [made anew, and removed]
  --quick           little of everything, in less than 40 s: checks only that it runs
  --help            this text

It takes the two cores of a small machine: let nothing else run beside it. Its servers keep their data in memory
(/dev/shm) where there is such a folder, so that no disk is measured.
`;

export const PARTS = ['frame', 'session', 'rest', 'start'] as const;
export type Part = (typeof PARTS)[number];

const ARGUMENTS = {
  only: { type: 'string' },
  chargers: { type: 'string' },
  runs: { type: 'string' },
  seconds: { type: 'string' },
  json: { type: 'string', default: 'dist/bench.json' },
  data: { type: 'string' },
  quick: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function number(smallest: number, largest: number) {
  const error = `a number from ${smallest} to ${largest}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, error)
    .transform(Number)
    .pipe(z.number().min(smallest, error).max(largest, error));
}

const Values = z.object({
  only: z.enum(PARTS, `one of ${PARTS.join(', ')}`).optional(),
  chargers: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(number(1, 3_000).pipe(z.int()), 'numbers such as 50,200'))
    .optional(),
  runs: number(1, 100).pipe(z.int()).optional(),
  seconds: number(0.1, 600).optional(),
  json: z.string().min(1),
  data: z.string().min(1).optional(),
  quick: z.boolean(),
});

export interface Options {
  parts: readonly Part[];
  chargers: readonly number[];
  runs: number;
  seconds: number;
  jsonFile: string;
  /** Where the large database is kept; undefined makes it anew and removes it. */
  dataFolder: string | undefined;
  /** What the part rest finds in D1. */
  fleet: { chargers: number; transactions: number };
  /** How often each request of the part rest is sent in a run. */
  requests: number;
  isQuick: boolean;
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
  const { only, quick, data, chargers, runs, seconds, json } = parsed.data;
  return {
    parts: only === undefined ? PARTS : [only],
    chargers: chargers ?? (quick ? [4] : [50, 200, 1_000]),
    runs: runs ?? (quick ? 1 : 7),
    seconds: seconds ?? (quick ? 0.3 : 2),
    jsonFile: json,
    dataFolder: data,
    fleet: quick ? { chargers: 2_000, transactions: 20_000 } : { chargers: 100_000, transactions: 1_000_000 },
    requests: quick ? 5 : 200,
    isQuick: quick,
  };
}
