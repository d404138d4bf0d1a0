import * as z from 'zod';
import { orderedSamples } from '../../domain/energy/ordered-samples.ts';
import { readSamples } from '../../domain/energy/read-samples.ts';
import type { Sample } from '../../domain/energy/sample.ts';
import type { ChargerSettings } from '../../domain/registration.ts';
import { jsonText } from '../../ocpp/tolerance.ts';
import { readJson } from './json-row.ts';

/** One MeterValues message, whole: what the charger sent is kept as it came and read again when it is asked for. */
const MeterRow = z.object({
  connectorId: z.int(),
  receivedAt: z.int(),
  meterValue: z.unknown(),
});
export type MeterRow = z.infer<typeof MeterRow>;

const DataRow = z.object({ data: z.string() });

const LastRow = z.object({ last: z.int().nullable() });

/**
 * In characters. A frame has at most 1 MiB, but what is short in it may be long in ours: `1e20` takes 21 digits. A row
 * ends at 2 MB.
 */
const LONGEST_ROW = 1_100_000;

/** One row, without an index: this is the most frequent write of all (design: 1 row a message). */
export function addMeterValues(sql: SqlStorage, ocppTransactionId: number | null, row: MeterRow): void {
  sql.exec(
    'INSERT INTO meter_values (ocpp_transaction_id, data) VALUES (?, ?)',
    ocppTransactionId,
    rowText(row),
  );
}

/** Of a connector's messages outside transactions, so many of the newest are looked through. */
const MOST_MESSAGES = 20_000;

/** A charger's clock is hardly further ahead: what was received so long before a time was not measured after it. */
const CLOCK_AHEAD_MS = 24 * 60 * 60_000;

/** Which samples of a connector: the newest `limit` of those from `from` on and before `to`, ms since the epoch. */
export interface SampleWindow {
  from?: number;
  to?: number;
  limit: number;
}

/** The samples of a connector that belong to no transaction, by the time they were taken. 0 is the main meter. */
export function readConnectorSamples(
  sql: SqlStorage,
  connectorId: number,
  { from = -Infinity, to = Infinity, limit }: SampleWindow,
  { meterUnits }: Pick<ChargerSettings, 'meterUnits'>,
): Sample[] {
  const found: Sample[] = [];
  const rows = sql.exec(
    `SELECT data FROM meter_values WHERE ocpp_transaction_id IS NULL AND data ->> '$.connectorId' = ?
     ORDER BY row_number DESC LIMIT ?`,
    connectorId,
    MOST_MESSAGES,
  );
  for (const row of rows) {
    const { meterValue, receivedAt } = MeterRow.parse(JSON.parse(DataRow.parse(row).data));
    if (receivedAt < from - CLOCK_AHEAD_MS || found.length >= limit) break;
    const { samples } = readSamples(meterValue, { connectorId, receivedAt, unitOverride: meterUnits });
    for (const sample of samples) if (sample.at >= from && sample.at < to) found.push(sample);
  }
  return orderedSamples(found).slice(-limit);
}

/** What cannot be stored, for its nesting or its numbers, is no meter's: the message is acknowledged without it. */
function rowText(row: MeterRow): string {
  const text = jsonText(row);
  return text === undefined || text.length > LONGEST_ROW
    ? JSON.stringify({ ...row, meterValue: null })
    : text;
}

/** The newest row's number: a transaction that begins now has its samples behind it. */
export function lastMeterRow(sql: SqlStorage): number {
  return LastRow.parse(sql.exec('SELECT max(row_number) AS last FROM meter_values').one()).last ?? 0;
}

/** All samples of a transaction, in the order of their arrival, read with the units that the charger really means. */
export function readTransactionSamples(
  sql: SqlStorage,
  transaction: { ocppTransactionId: number; metersAfterRow: number },
  { meterUnits }: Pick<ChargerSettings, 'meterUnits'>,
): Sample[] {
  const rows = readJson(
    sql,
    MeterRow,
    'SELECT data FROM meter_values WHERE row_number > ? AND ocpp_transaction_id = ? ORDER BY row_number',
    transaction.metersAfterRow,
    transaction.ocppTransactionId,
  );
  return rows.flatMap(
    ({ meterValue, connectorId, receivedAt }) =>
      readSamples(meterValue, { connectorId, receivedAt, unitOverride: meterUnits }).samples,
  );
}
