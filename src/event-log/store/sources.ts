import * as z from 'zod';
import type { KnownCharger } from '../../contracts/recovery-rpc.ts';

const Row = z.object({ through: z.int() });

/** The last sequence of a charger that the log holds; 0 before its first. */
export function readThrough(sql: SqlStorage, chargerId: string): number {
  const [row] = sql.exec('SELECT through FROM sources WHERE charger_id = ?', chargerId).toArray();
  return row === undefined ? 0 : Row.parse(row).through;
}

export function writeThrough(
  sql: SqlStorage,
  { chargerId, chargeBoxId }: KnownCharger,
  through: number,
): void {
  sql.exec(
    `INSERT INTO sources (charger_id, charge_box_id, through) VALUES (?, ?, ?)
     ON CONFLICT (charger_id) DO UPDATE SET charge_box_id = excluded.charge_box_id, through = excluded.through`,
    chargerId,
    chargeBoxId,
    through,
  );
}

/** The same where the log holds as much of this charger as the caller believes; false when it does not. */
export function moveThrough(
  sql: SqlStorage,
  { chargerId, chargeBoxId }: KnownCharger,
  from: number,
  through: number,
): boolean {
  const { rowsWritten } = sql.exec(
    'UPDATE sources SET charge_box_id = ?, through = ? WHERE charger_id = ? AND through = ?',
    chargeBoxId,
    through,
    chargerId,
    from,
  );
  return rowsWritten > 0;
}

/** Makes a charger known that has told nothing yet. */
export function addSource(sql: SqlStorage, { chargerId, chargeBoxId }: KnownCharger): void {
  sql.exec(
    'INSERT INTO sources (charger_id, charge_box_id, through) VALUES (?, ?, 0) ON CONFLICT DO NOTHING',
    chargerId,
    chargeBoxId,
  );
}

const Known = z
  .object({ charger_id: z.string(), charge_box_id: z.string() })
  .transform((row): KnownCharger => ({ chargerId: row.charger_id, chargeBoxId: row.charge_box_id }));

/** The chargers that this log knows, in the order of their ids. */
export function readSources(sql: SqlStorage, after: string, limit: number): KnownCharger[] {
  const rows = sql.exec(
    'SELECT charger_id, charge_box_id FROM sources WHERE charger_id > ? ORDER BY charger_id LIMIT ?',
    after,
    limit,
  );
  return z.array(Known).parse(rows.toArray());
}
