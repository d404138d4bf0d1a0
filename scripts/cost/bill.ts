import { MESSAGES_A_REQUEST, OBJECT_GB, type PricedItem, PRICES } from './prices.ts';
import type { DayPlan } from './day-plan.ts';
import { steadyStorage } from './steady-storage.ts';
import type { Usage } from './usage.ts';

export const DAYS_A_MONTH = 30;

/** What cannot be counted, but must be assumed: how long an object is awake. */
export interface ActiveTime {
  /** Wall time for one event: a message, a call, an alarm. */
  eventMs: number;
  /** How long a delivery to the log, or a look-up in D1, keeps whoever waits for it awake. */
  waitMs: number;
  /** The worker's CPU for a request. */
  cpuMs: number;
}

export interface BillLine {
  item: PricedItem;
  what: string;
  /** How the quantity came about. */
  arithmetic: string;
  /** Units a month. */
  quantity: number;
  dollars: number;
}

/** What one charger costs a month at list prices, line by line, from what a day of it used. */
export function billOf(usage: Usage, plan: DayPlan, active: ActiveTime, months: number): BillLine[] {
  const { charger, log, d1 } = usage;
  const line = (item: PricedItem, what: string, arithmetic: string, quantity: number): BillLine => {
    const { dollars, per } = PRICES[item];
    return { item, what, arithmetic, quantity, dollars: (quantity * dollars) / per };
  };
  const daily = (item: PricedItem, what: string, sum: string, aDay: number) =>
    line(item, what, `(${sum}) × ${DAYS_A_MONTH}`, aDay * DAYS_A_MONTH);
  const calls = charger.requests + log.requests;
  const alarms = charger.alarmsFired + log.alarmsFired;
  const heard = usage.messages + charger.closes;
  const events = heard + calls + alarms;
  // While the charger's object waits for the log, both are awake; for a look-up only the charger's is.
  const lookUps = 3 * plan.sessions;
  const waits = 2 * log.requests + lookUps;
  const awakeSeconds = (events * active.eventMs + waits * active.waitMs) / 1_000;
  return [
    daily(
      'objectRowsWritten',
      'rows written, charger',
      `${charger.rowsWritten} rows + ${charger.alarmsSet} alarms set`,
      charger.rowsWritten + charger.alarmsSet,
    ),
    ...ageingLines(line, usage, plan),
    daily(
      'objectRowsWritten',
      'rows written, log',
      `${log.rowsWritten} rows + ${log.alarmsSet} alarms set`,
      log.rowsWritten + log.alarmsSet,
    ),
    daily('d1RowsWritten', 'rows written, D1', `${d1.rowsWritten} rows`, d1.rowsWritten),
    daily(
      'objectRowsRead',
      'rows read, objects',
      `${charger.rowsRead} charger + ${log.rowsRead} log`,
      charger.rowsRead + log.rowsRead,
    ),
    daily('d1RowsRead', 'rows read, D1', `${d1.rowsRead} rows`, d1.rowsRead),
    daily(
      'objectRequests',
      'requests to objects',
      `${heard} messages / ${MESSAGES_A_REQUEST} + ${calls} calls + ${alarms} alarms`,
      heard / MESSAGES_A_REQUEST + calls + alarms,
    ),
    daily(
      'objectDuration',
      'objects awake',
      `(${events} events × ${active.eventMs} ms + ${waits} waits × ${active.waitMs} ms) = ${awakeSeconds.toFixed(1)} s × ${OBJECT_GB} GB`,
      awakeSeconds * OBJECT_GB,
    ),
    daily(
      'workerRequests',
      'requests to the worker',
      `${usage.workerRequests} requests`,
      usage.workerRequests,
    ),
    daily(
      'workerCpu',
      'CPU of the worker',
      `${usage.workerRequests} requests × ${active.cpuMs} ms`,
      usage.workerRequests * active.cpuMs,
    ),
    ...steadyStorage(usage, plan, months).map(({ item, what, arithmetic, bytes }) =>
      line(item, what, arithmetic, bytes),
    ),
  ];
}

/** Samples of one pack, as src/charger/store/meter-packs.ts makes them. */
const SAMPLES_A_PACK = 1_000;

/** Once a month a table of samples is packed; a pack is written then, and deleted when its days are over. */
function ageingLines(
  line: (item: PricedItem, what: string, arithmetic: string, quantity: number) => BillLine,
  { ageing }: Usage,
  { sessions, sessionHours, sampleSeconds }: DayPlan,
): BillLine[] {
  const samples = (DAYS_A_MONTH * sessions * sessionHours * 3_600) / sampleSeconds;
  if (samples === 0) return [];
  const packs = Math.ceil(samples / SAMPLES_A_PACK);
  return [
    line(
      'objectRowsWritten',
      'rows written, ageing',
      `${ageing.rowsWritten} to turn and pack a table + ${packs} packs written + ${packs} deleted`,
      ageing.rowsWritten + 2 * packs,
    ),
  ];
}

export function totalOf(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** What the same charger would cost if its object were awake all month: for comparison. */
export function alwaysAwakeDollars(): number {
  const { dollars, per } = PRICES.objectDuration;
  return (DAYS_A_MONTH * 86_400 * OBJECT_GB * dollars) / per;
}
