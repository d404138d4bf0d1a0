import * as z from 'zod';

/** Where new events go. */
export const EVENTS_TABLE = 'events';

/** Tables that are closed, each with its last event; see docs/adr/0018-retention.md. */
export const EVENT_TABLES = `
  CREATE TABLE event_tables (last_number INTEGER PRIMARY KEY, closed_at INTEGER NOT NULL);
`;

/** A table of events that is no longer written. */
export interface OlderTable {
  name: string;
  lastNumber: number;
  /** When it was closed, ms since the epoch: no event in it came later. */
  closedAt: number;
}

const Row = z.object({ last_number: z.int(), closed_at: z.int() });
const Edge = z.object({ number: z.int(), at: z.int() });

/** The tables that hold events behind a number, in order. */
export function readOlderTables(sql: SqlStorage, after: number): OlderTable[] {
  return sql
    .exec('SELECT last_number, closed_at FROM event_tables WHERE last_number > ? ORDER BY last_number', after)
    .toArray()
    .map((row) => {
      const { last_number, closed_at } = Row.parse(row);
      return { name: nameOf(last_number), lastNumber: last_number, closedAt: closed_at };
    });
}

/** When the first event of the newest table happened, ms since the epoch; null while it is empty. */
export function eventsSince(sql: SqlStorage): number | null {
  return edgeOf(sql, 'ASC')?.at ?? null;
}

/** Closes the newest table, which will be dropped whole: that costs no row. */
export function turnEventTable(sql: SqlStorage, now: number): void {
  const last = edgeOf(sql, 'DESC');
  if (last === null) return;
  sql.exec(`ALTER TABLE events RENAME TO ${nameOf(last.number)}`);
  sql.exec('CREATE TABLE events (number INTEGER PRIMARY KEY, data TEXT NOT NULL)');
  sql.exec('INSERT INTO event_tables (last_number, closed_at) VALUES (?, ?)', last.number, now);
}

export function dropEventTable(sql: SqlStorage, { name, lastNumber }: OlderTable): void {
  sql.exec(`DROP TABLE ${name}`);
  sql.exec('DELETE FROM event_tables WHERE last_number = ?', lastNumber);
}

function nameOf(lastNumber: number): string {
  return `events_until_${lastNumber}`;
}

function edgeOf(sql: SqlStorage, order: 'ASC' | 'DESC') {
  const [row] = sql
    .exec(`SELECT number, data ->> '$.event.at' AS at FROM events ORDER BY number ${order} LIMIT 1`)
    .toArray();
  return row === undefined ? null : Edge.parse(row);
}
