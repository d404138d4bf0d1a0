import * as z from 'zod';

export const DAY_MS = 86_400_000;

/** A century is for ever for anybody who does not say null. */
const Days = z.int().min(1).max(36_500);

/** How many days an account keeps each kind of data; null is for ever. The wire trace has settings of its own. */
export const Retention = z.strictObject({
  eventDays: Days.nullable()
    .default(90)
    .describe('Events of the log, and with them the history of statuses.'),
  commandDays: Days.nullable().default(90).describe('Commands that have ended.'),
  meterValueDays: Days.nullable()
    .default(400)
    .describe('Samples of meters. A transaction keeps its energy without them.'),
  transactionDays: Days.nullable().default(null).describe('Finished transactions.'),
  refusedConnectionDays: Days.max(365)
    .default(30)
    .describe('Handshakes that were refused to chargers of this account.'),
});
export type Retention = z.infer<typeof Retention>;

/** What an account says of the age of its data: how long it is kept, and whether it is exported before it goes. */
export const Keeping = z.object({ retention: Retention, export: z.boolean() });
export type Keeping = z.infer<typeof Keeping>;

/** Of an account that has said nothing. */
export const DEFAULT_KEEPING: Keeping = { retention: Retention.parse({}), export: false };

/** What is older than this is to go, ms since the epoch; null where nothing is. */
export function cutoff(days: number | null, now: number): number | null {
  return days === null ? null : now - days * DAY_MS;
}

/** Whether something of that time is to go. */
export function isAged(at: number, days: number | null, now: number): boolean {
  return days !== null && at < now - days * DAY_MS;
}
