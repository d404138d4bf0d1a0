import * as z from 'zod';

const Row = z.object({ through: z.int() });

/** The last sequence of a charger that the log holds; 0 before its first. */
export function readThrough(sql: SqlStorage, chargerId: string): number {
  const [row] = sql.exec('SELECT through FROM sources WHERE charger_id = ?', chargerId).toArray();
  return row === undefined ? 0 : Row.parse(row).through;
}

export function writeThrough(sql: SqlStorage, chargerId: string, through: number): void {
  sql.exec(
    `INSERT INTO sources (charger_id, through) VALUES (?, ?)
     ON CONFLICT (charger_id) DO UPDATE SET through = excluded.through`,
    chargerId,
    through,
  );
}
