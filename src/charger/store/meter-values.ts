import * as z from 'zod';
import { readSamples } from '../../domain/energy/read-samples.ts';
import type { Sample } from '../../domain/energy/sample.ts';
import type { ChargerSettings } from '../../domain/registration.ts';
import { readJson } from './json-row.ts';

/** One MeterValues message, whole: what the charger sent is kept as it came and read again when it is asked for. */
const MeterRow = z.object({
  connectorId: z.int(),
  receivedAt: z.int(),
  meterValue: z.unknown(),
});
export type MeterRow = z.infer<typeof MeterRow>;

const LastRow = z.object({ last: z.int().nullable() });

/** One row, without an index: this is the most frequent write of all (design: 1 row a message). */
export function addMeterValues(sql: SqlStorage, ocppTransactionId: number | null, row: MeterRow): void {
  sql.exec(
    'INSERT INTO meter_values (ocpp_transaction_id, data) VALUES (?, ?)',
    ocppTransactionId,
    JSON.stringify(row),
  );
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
