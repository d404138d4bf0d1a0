import * as z from 'zod';

const Row = z.object({ data: z.string() });
const Size = z.object({ frames: z.int().nullable(), oldest: z.int().nullable() });

/**
 * Keeps a pack of frames. The trace lies in two tables: when the newer one holds as many frames as are wanted, or
 * reaches back as far, the older one is dropped whole, which costs no row, and they change places.
 */
export function addTracePack(
  sql: SqlStorage,
  pack: { at: number; frames: number; data: string },
  limits: { frames: number; days: number },
): void {
  const { frames, oldest } = Size.parse(
    sql.exec('SELECT sum(frames) AS frames, min(at) AS oldest FROM trace').one(),
  );
  const isOld = oldest !== null && pack.at - oldest > limits.days * 86_400_000;
  if ((frames ?? 0) >= limits.frames || isOld) {
    sql.exec(`DROP TABLE older_trace; ALTER TABLE trace RENAME TO older_trace; ${TRACE_TABLE}`);
  }
  sql.exec('INSERT INTO trace (at, frames, data) VALUES (?, ?, ?)', pack.at, pack.frames, pack.data);
}

export const TRACE_TABLE =
  'CREATE TABLE trace (row_number INTEGER PRIMARY KEY, at INTEGER NOT NULL, frames INTEGER NOT NULL, data TEXT NOT NULL);';

/** All packs that reach back no further than the time, in the order of their writing. */
export function readTracePacks(sql: SqlStorage, since: number): string[] {
  const read = (table: 'older_trace' | 'trace') =>
    sql
      .exec(`SELECT data FROM ${table} WHERE at >= ? ORDER BY row_number`, since)
      .toArray()
      .map((row) => Row.parse(row).data);
  return [...read('older_trace'), ...read('trace')];
}
