import * as z from 'zod';

const Row = z.object({ number: z.int() });

/** How far a reader of the log has come; 0 before its first event. */
export function readCursor(sql: SqlStorage, name: 'projection'): number {
  const [row] = sql.exec('SELECT number FROM cursors WHERE name = ?', name).toArray();
  return row === undefined ? 0 : Row.parse(row).number;
}

export function writeCursor(sql: SqlStorage, name: 'projection', number: number): void {
  sql.exec(
    'INSERT INTO cursors (name, number) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET number = excluded.number',
    name,
    number,
  );
}
