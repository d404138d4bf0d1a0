import * as z from 'zod';
import { gunzip } from '../../lib/gzip.ts';
import { MeterRow, type MeteredTransaction } from './meter-values.ts';

const TABLE =
  'older_meter_values (row_number INTEGER PRIMARY KEY, ocpp_transaction_id INTEGER, data TEXT NOT NULL);';
/** Messages that wait to be packed, and packs of many messages: see docs/adr/0018-retention.md. */
export const METER_PACK_TABLES = `
  CREATE TABLE ${TABLE}
  CREATE TABLE meter_packs (
    first_row INTEGER PRIMARY KEY,
    last_row INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    data BLOB NOT NULL
  );
`;

/** Messages of one pack, and characters: its row ends at 2 MB, whatever the compression is worth. */
const PACKED_ROWS = 1_000;
const PACKED_LENGTH = 1_500_000;

/** A charger that was offline sends what it measured after its stop has come: so long after that is still looked for. */
const LATE_MS = 7 * 86_400_000;

const Stored = z.object({
  row_number: z.int(),
  ocpp_transaction_id: z.int().nullable(),
  data: z.string(),
});
const Time = z.object({ receivedAt: z.int() });
const Line = MeterRow.extend({ row: z.int(), ocppTransactionId: z.int().nullable() });

/** Messages that become one pack. */
export interface Packable {
  firstRow: number;
  lastRow: number;
  /** ms since the epoch */
  lastAt: number;
  /** JSON Lines. */
  text: string;
}

/** When the newest table of messages was begun, by its first one; null while it is empty. */
export function metersSince(sql: SqlStorage): number | null {
  return timeOf(sql, 'SELECT data FROM meter_values ORDER BY row_number LIMIT 1');
}

/** The last message that waits to be packed; null where none does. */
export function lastWaiting(sql: SqlStorage): { row: number; at: number } | null {
  const query = 'SELECT row_number, data FROM older_meter_values ORDER BY row_number DESC LIMIT 1';
  const [row] = sql.exec(query).toArray();
  if (row === undefined) return null;
  const { row_number, data } = Stored.omit({ ocpp_transaction_id: true }).parse(row);
  return { row: row_number, at: Time.parse(JSON.parse(data)).receivedAt };
}

/** The newest table becomes the one that is packed next, which has to be empty; an empty one takes its place. */
export function turnMeterTable(sql: SqlStorage): void {
  sql.exec('DROP TABLE older_meter_values');
  sql.exec('ALTER TABLE meter_values RENAME TO older_meter_values');
  sql.exec(`CREATE TABLE ${TABLE.replace('older_meter_values', 'meter_values')}`);
}

/** All of it is packed: dropping a table costs no row, deleting its rows would cost each of them. */
export function dropPackedTable(sql: SqlStorage): void {
  sql.exec('DROP TABLE older_meter_values');
  sql.exec(`CREATE TABLE ${TABLE}`);
}

/** The next messages to be packed, in order; null when all are. */
export function readPackable(sql: SqlStorage): Packable | null {
  const rows: z.infer<typeof Stored>[] = [];
  let length = 0;
  for (const raw of sql.exec(
    `SELECT row_number, ocpp_transaction_id, data FROM older_meter_values
     WHERE row_number > ifnull((SELECT max(last_row) FROM meter_packs), 0) ORDER BY row_number LIMIT ?`,
    PACKED_ROWS,
  )) {
    const row = Stored.parse(raw);
    length += row.data.length;
    if (rows.length > 0 && length > PACKED_LENGTH) break;
    rows.push(row);
  }
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    firstRow: first.row_number,
    lastRow: last.row_number,
    lastAt: Time.parse(JSON.parse(last.data)).receivedAt,
    // Spliced, not parsed: what the charger sent stays as it was written.
    text: rows
      .map(
        ({ row_number, ocpp_transaction_id, data }) =>
          `{"row":${row_number},"ocppTransactionId":${ocpp_transaction_id},${data.slice(1)}\n`,
      )
      .join(''),
  };
}

export function addPack(sql: SqlStorage, { firstRow, lastRow, lastAt }: Packable, data: ArrayBuffer): void {
  sql.exec(
    'INSERT INTO meter_packs (first_row, last_row, last_at, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    firstRow,
    lastRow,
    lastAt,
    data,
  );
}

const Pack = z.object({
  first_row: z.int(),
  last_row: z.int(),
  last_at: z.int(),
  data: z.instanceof(ArrayBuffer),
});

/** The oldest pack behind a row: whatever ages begins with the first. */
export function oldestPack(
  sql: SqlStorage,
  after = 0,
): { firstRow: number; lastRow: number; lastAt: number; data: ArrayBuffer } | null {
  const [row] = sql
    .exec(
      'SELECT first_row, last_row, last_at, data FROM meter_packs WHERE first_row > ? ORDER BY first_row LIMIT 1',
      after,
    )
    .toArray();
  if (row === undefined) return null;
  const { first_row, last_row, last_at, data } = Pack.parse(row);
  return { firstRow: first_row, lastRow: last_row, lastAt: last_at, data };
}

/** Since when the oldest pack's last message is; null without packs. Reads no pack. */
export function oldestPackAt(sql: SqlStorage): number | null {
  const [row] = sql.exec('SELECT last_at FROM meter_packs ORDER BY first_row LIMIT 1').toArray();
  return row === undefined ? null : Pack.pick({ last_at: true }).parse(row).last_at;
}

export function deletePack(sql: SqlStorage, firstRow: number): void {
  sql.exec('DELETE FROM meter_packs WHERE first_row = ?', firstRow);
}

/**
 * The messages of a transaction that are packed away, in the order of their arrival.
 *
 * @param endedAt when its stop came, ms since the epoch; what came later than a week after it is not looked for
 */
export async function readPackedMeterValues(
  sql: SqlStorage,
  transaction: MeteredTransaction,
  endedAt: number | null,
): Promise<MeterRow[]> {
  const until = endedAt === null ? Number.MAX_SAFE_INTEGER : endedAt + LATE_MS;
  const packs = sql
    .exec(
      `SELECT data FROM meter_packs WHERE last_row > ?1 AND first_row <= ifnull(
         (SELECT first_row FROM meter_packs WHERE last_at > ?2 ORDER BY first_row LIMIT 1), first_row)
       ORDER BY first_row`,
      transaction.metersAfterRow,
      until,
    )
    .toArray()
    .map((row) => Pack.pick({ data: true }).parse(row).data);
  const texts = await Promise.all(packs.map(gunzip));
  return texts
    .flatMap((text) => text.split('\n').filter((line) => line !== ''))
    .map((line) => Line.parse(JSON.parse(line)))
    .filter(
      ({ row, ocppTransactionId }) =>
        row > transaction.metersAfterRow && ocppTransactionId === transaction.ocppTransactionId,
    );
}

function timeOf(sql: SqlStorage, query: string): number | null {
  const [row] = sql.exec(query).toArray();
  return row === undefined
    ? null
    : Time.parse(JSON.parse(Stored.pick({ data: true }).parse(row).data)).receivedAt;
}
