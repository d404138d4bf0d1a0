import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { ActiveTime } from './bill.ts';
import { DayPlan } from './day-plan.ts';

export const HELP = `Plays a charger's day through the real code and says what it costs a month on Cloudflare.

Usage: npm run cost -- [options]

  --heartbeat SECONDS     between heartbeats                                  [60]
  --sample SECONDS        between MeterValues while it charges                [60]
  --sessions N            sessions a day                                      [3]
  --session-hours HOURS   how long each of them charges                       [2]
  --connectors N          connectors                                          [2]
  --reconnects N          lost and new connections a day                      [1]
  --polls N               reads of the charger over REST a day                [0]
  --no-trace              without the wire trace (setting traceFrames 0)
  --months N              age of what is kept for ever                        [12]
  --event-ms MS           how long an event keeps an object awake             [10]
  --wait-ms MS            how long a call to the log or to D1 does            [100]
  --cpu-ms MS             the worker's CPU for a request                      [3]
  --json FILE             writes the calculation as JSON, too
  --help                  this text

Prices and included quantities are in scripts/cost/prices.ts, with their source and date.
`;

/** What is assumed unless the command line says otherwise. */
export const MODEL = { active: { eventMs: 10, waitMs: 100, cpuMs: 3 }, months: 12 } as const;

const ARGUMENTS = {
  heartbeat: { type: 'string' },
  sample: { type: 'string' },
  sessions: { type: 'string' },
  'session-hours': { type: 'string' },
  connectors: { type: 'string' },
  reconnects: { type: 'string' },
  polls: { type: 'string' },
  'no-trace': { type: 'boolean', default: false },
  months: { type: 'string', default: String(MODEL.months) },
  'event-ms': { type: 'string', default: String(MODEL.active.eventMs) },
  'wait-ms': { type: 'string', default: String(MODEL.active.waitMs) },
  'cpu-ms': { type: 'string', default: String(MODEL.active.cpuMs) },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const Assumed = z.object({
  months: z.number().min(1).max(600),
  'event-ms': z.number().min(0).max(60_000),
  'wait-ms': z.number().min(0).max(60_000),
  'cpu-ms': z.number().min(0).max(60_000),
});

/** Where each field of the plan comes from. */
const PLANNED = {
  heartbeatSeconds: 'heartbeat',
  sampleSeconds: 'sample',
  sessions: 'sessions',
  sessionHours: 'session-hours',
  connectors: 'connectors',
  reconnects: 'reconnects',
  polls: 'polls',
} as const;

export interface Options {
  plan: DayPlan;
  active: ActiveTime;
  months: number;
  json: string | null;
}

/** The command line as options; throws with one line that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({ args: [...args], options: ARGUMENTS, allowPositionals: false });
  if (values.help) return 'help';
  const planned = Object.entries(PLANNED).flatMap(([field, option]) => {
    const text = values[option];
    return text === undefined ? [] : [[field, Number(text)]];
  });
  const plan = DayPlan.safeParse({ ...Object.fromEntries(planned), trace: !values['no-trace'] });
  if (!plan.success) throw new Error(complaint(plan.error, PLANNED));
  const assumed = Assumed.safeParse(
    Object.fromEntries(Object.keys(Assumed.shape).map((name) => [name, Number(Reflect.get(values, name))])),
  );
  if (!assumed.success) throw new Error(complaint(assumed.error, {}));
  const { months, 'event-ms': eventMs, 'wait-ms': waitMs, 'cpu-ms': cpuMs } = assumed.data;
  return { plan: plan.data, active: { eventMs, waitMs, cpuMs }, months, json: values.json ?? null };
}

function complaint(error: z.ZodError, names: Readonly<Record<string, string>>): string {
  const [issue] = error.issues;
  const field = String(issue?.path[0] ?? '');
  const option = names[field] ?? field;
  return option === '' ? (issue?.message ?? 'wrong options') : `--${option}: ${issue?.message ?? 'wrong'}`;
}
