import * as z from 'zod';

const Row = z.object({ data: z.string() });
const Size = z.object({ frames: z.int().nullable(), oldest: z.int().nullable() });
const Time = z.object({ at: z.int() });

/** The two tables of the trace, which take turns. */
type TraceTable = 'trace' | 'older_trace';

/**
 * Keeps a pack of frames. The trace lies in two tables: when the newer one holds as many frames as are wanted, or
 * reaches back as far, the older one is dropped whole, which costs no row, and made anew as the newer one. (To rename
 * them instead would write a row for each table and index of the object.)
 */
export function addTracePack(
  sql: SqlStorage,
  pack: { at: number; frames: number; data: string },
  limits: { frames: number; days: number },
): void {
  const [older, newer] = inOrder(sql);
  const { frames, oldest } = Size.parse(
    sql.exec(`SELECT sum(frames) AS frames, min(at) AS oldest FROM ${newer}`).one(),
  );
  const isOld = oldest !== null && pack.at - oldest > limits.days * 86_400_000;
  const isFull = (frames ?? 0) >= limits.frames || isOld;
  if (isFull) {
    sql.exec(`DROP TABLE ${older}`);
    sql.exec(traceTable(older));
  }
  sql.exec(
    `INSERT INTO ${isFull ? older : newer} (at, frames, data) VALUES (?, ?, ?)`,
    pack.at,
    pack.frames,
    pack.data,
  );
}

export const TRACE_TABLES = `${traceTable('trace')} ${traceTable('older_trace')}`;

function traceTable(name: TraceTable): string {
  return `CREATE TABLE ${name} (row_number INTEGER PRIMARY KEY, at INTEGER NOT NULL, frames INTEGER NOT NULL, data TEXT NOT NULL);`;
}

/** All packs that reach back no further than the time, in the order of their writing. */
export function readTracePacks(sql: SqlStorage, since: number): string[] {
  return inOrder(sql).flatMap((table) =>
    sql
      .exec(`SELECT data FROM ${table} WHERE at >= ? ORDER BY row_number`, since)
      .toArray()
      .map((row) => Row.parse(row).data),
  );
}

/** The older table, then the one that is written. */
function inOrder(sql: SqlStorage): [older: TraceTable, newer: TraceTable] {
  const lastAt = (table: TraceTable) => {
    const [row] = sql.exec(`SELECT at FROM ${table} ORDER BY row_number DESC LIMIT 1`).toArray();
    return row === undefined ? -1 : Time.parse(row).at;
  };
  return lastAt('older_trace') > lastAt('trace') ? ['trace', 'older_trace'] : ['older_trace', 'trace'];
}
