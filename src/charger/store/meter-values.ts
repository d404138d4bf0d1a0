import * as z from 'zod';
import { orderedSamples } from '../../domain/energy/ordered-samples.ts';
import { readSamples } from '../../domain/energy/read-samples.ts';
import type { Sample } from '../../domain/energy/sample.ts';
import type { ChargerSettings } from '../../domain/registration.ts';
import { jsonText } from '../../ocpp/tolerance.ts';
import { readJson } from './json-row.ts';

/** One MeterValues message, whole: what the charger sent is kept as it came and read again when it is asked for. */
export const MeterRow = z.object({
  connectorId: z.int(),
  receivedAt: z.int(),
  meterValue: z.unknown(),
});
export type MeterRow = z.infer<typeof MeterRow>;

/** The messages of one transaction: those behind the row at which it began. */
export interface MeteredTransaction {
  ocppTransactionId: number;
  metersAfterRow: number;
}

const LastRow = z.object({ last: z.int() });

/** The newest row's number, wherever it lies by now; what is not the newest table is looked at only when that is empty. */
const LAST_ROW = `coalesce(
  (SELECT max(row_number) FROM meter_values),
  (SELECT max(row_number) FROM older_meter_values),
  (SELECT max(last_row) FROM meter_packs),
  0)`;

/**
 * In characters. A frame has at most 1 MiB, but what is short in it may be long in ours: `1e20` takes 21 digits. A row
 * ends at 2 MB.
 */
const LONGEST_ROW = 1_100_000;

/**
 * One row, without an index: this is the most frequent write of all (design: 1 row a message). The number is given,
 * because numbers go on when a new table takes the place of a full one.
 */
export function addMeterValues(sql: SqlStorage, ocppTransactionId: number | null, row: MeterRow): void {
  sql.exec(
    `INSERT INTO meter_values (row_number, ocpp_transaction_id, data) VALUES (${LAST_ROW} + 1, ?, ?)`,
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

/**
 * The samples of a connector that belong to no transaction, by the time they were taken; not those that are packed away.
 * 0 is the main meter.
 */
export function readConnectorSamples(
  sql: SqlStorage,
  connectorId: number,
  { from = -Infinity, to = Infinity, limit }: SampleWindow,
  { meterUnits }: Pick<ChargerSettings, 'meterUnits'>,
): Sample[] {
  const found: Sample[] = [];
  const newestFirst = (table: 'meter_values' | 'older_meter_values') =>
    readJson(
      sql,
      MeterRow,
      `SELECT data FROM ${table} WHERE ocpp_transaction_id IS NULL AND data ->> '$.connectorId' = ?
       ORDER BY row_number DESC LIMIT ?`,
      connectorId,
      MOST_MESSAGES,
    );
  for (const table of ['meter_values', 'older_meter_values'] as const) {
    for (const { meterValue, receivedAt } of newestFirst(table)) {
      if (receivedAt < from - CLOCK_AHEAD_MS || found.length >= limit) break;
      const { samples } = readSamples(meterValue, { connectorId, receivedAt, unitOverride: meterUnits });
      for (const sample of samples) if (sample.at >= from && sample.at < to) found.push(sample);
    }
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
  return LastRow.parse(sql.exec(`SELECT ${LAST_ROW} AS last`).one()).last;
}

/**
 * The samples of a transaction that are not packed away, in the order of their arrival, read with the units that the
 * charger really means: all of one that runs or has just ended.
 */
export function readTransactionSamples(
  sql: SqlStorage,
  transaction: MeteredTransaction,
  settings: Pick<ChargerSettings, 'meterUnits'>,
): Sample[] {
  const rows = readJson(
    sql,
    MeterRow,
    `SELECT row_number, data FROM older_meter_values WHERE row_number > ?1 AND ocpp_transaction_id = ?2
     UNION ALL SELECT row_number, data FROM meter_values WHERE row_number > ?1 AND ocpp_transaction_id = ?2
     ORDER BY row_number`,
    transaction.metersAfterRow,
    transaction.ocppTransactionId,
  );
  return samplesOf(rows, settings);
}

/** What is in messages, read with the units that the charger really means. */
export function samplesOf(
  rows: readonly MeterRow[],
  { meterUnits }: Pick<ChargerSettings, 'meterUnits'>,
): Sample[] {
  return rows.flatMap(
    ({ meterValue, connectorId, receivedAt }) =>
      readSamples(meterValue, { connectorId, receivedAt, unitOverride: meterUnits }).samples,
  );
}
