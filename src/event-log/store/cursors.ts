import * as z from 'zod';

const Row = z.object({ number: z.int() });

/** How far something has come: the projection, by its last event; the sweep of what has aged, by its time. */
type CursorName = 'projection' | 'swept';

/** 0 before the first. */
export function readCursor(sql: SqlStorage, name: CursorName): number {
  const [row] = sql.exec('SELECT number FROM cursors WHERE name = ?', name).toArray();
  return row === undefined ? 0 : Row.parse(row).number;
}

export function writeCursor(sql: SqlStorage, name: CursorName, number: number): void {
  sql.exec(
    'INSERT INTO cursors (name, number) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET number = excluded.number',
    name,
    number,
  );
}
