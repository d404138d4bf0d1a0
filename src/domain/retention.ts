import * as z from 'zod';

const Days = z.int().min(1).max(36_500);

/** How many days an account keeps each kind of data; null is for ever. The wire trace has settings of its own. */
export const Retention = z.strictObject({
  eventDays: Days.nullable()
    .default(90)
    .describe('Events of the log, and with them the history of statuses.'),
  commandDays: Days.nullable().default(90).describe('Commands that have ended.'),
  meterValueDays: Days.nullable().default(400).describe('Samples of meters; a transaction keeps its energy.'),
  transactionDays: Days.nullable().default(null).describe('Finished transactions.'),
  refusedConnectionDays: Days.max(365).default(30).describe('Refused connections of the account’s chargers.'),
});
export type Retention = z.infer<typeof Retention>;

export const DEFAULT_RETENTION: Retention = Retention.parse({});
