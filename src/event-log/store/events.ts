import * as z from 'zod';
import { ChargerEvent } from '../../contracts/charger-event.ts';
import type { StatusChange } from '../../contracts/event-log-rpc.ts';
import { EVENTS_TABLE, readOlderTables } from './event-tables.ts';

/** An event of the log: a charger's event under the account's next number. */
export const LoggedEvent = z.object({ chargerId: z.string(), chargeBoxId: z.string(), event: ChargerEvent });
export type LoggedEvent = z.infer<typeof LoggedEvent>;

const Row = z.object({ number: z.int(), data: z.string() });
const Last = z.object({ last: z.int().nullable() });

/** Adds events behind the last one (see `lastNumber`); the numbers have no hole, and go on when a new table begins. */
export function addEvents(sql: SqlStorage, last: number, events: readonly LoggedEvent[]): void {
  let number = last;
  for (const event of events) {
    number += 1;
    sql.exec('INSERT INTO events (number, data) VALUES (?, ?)', number, JSON.stringify(event));
  }
}

/** The number of the newest event; 0 before the first. */
export function lastNumber(sql: SqlStorage): number {
  const last = (query: string) => Last.parse(sql.exec(query).one()).last;
  return (
    last('SELECT max(number) AS last FROM events') ??
    last('SELECT max(last_number) AS last FROM event_tables') ??
    0
  );
}

const FirstNumber = z.object({ first: z.int().nullable() });

/** The number of the first event, or of the first that is not older, which looks through all of them; null without one. */
export function firstNumber(sql: SqlStorage, since: number | null): number | null {
  for (const { name } of [...readOlderTables(sql, 0), { name: EVENTS_TABLE }]) {
    const rows =
      since === null
        ? sql.exec(`SELECT min(number) AS first FROM ${name}`)
        : sql.exec(`SELECT min(number) AS first FROM ${name} WHERE data ->> '$.event.at' >= ?`, since);
    const { first } = FirstNumber.parse(rows.one());
    if (first !== null) return first;
  }
  return null;
}

/** The next events after a number, in order. */
export function readEvents(
  sql: SqlStorage,
  after: number,
  limit: number,
): { number: number; logged: LoggedEvent }[] {
  const events: { number: number; logged: LoggedEvent }[] = [];
  for (const { name } of [...readOlderTables(sql, after), { name: EVENTS_TABLE }]) {
    if (events.length >= limit) break;
    const rows = sql.exec(
      `SELECT number, data FROM ${name} WHERE number > ? ORDER BY number LIMIT ?`,
      after,
      limit - events.length,
    );
    for (const row of rows) {
      const { number, data } = Row.parse(row);
      events.push({ number, logged: LoggedEvent.parse(JSON.parse(data)) });
    }
  }
  return events;
}

/** The log has no index by charger, which every event would pay for: so many of its newest events are looked through. */
const LOOKED_THROUGH = 20_000;

/** The latest status changes of a connector, newest first. */
export function readStatusChanges(
  sql: SqlStorage,
  chargerId: string,
  connectorId: number,
  limit: number,
): StatusChange[] {
  const oldest = lastNumber(sql) - LOOKED_THROUGH;
  const changes: StatusChange[] = [];
  for (const { name } of [{ name: EVENTS_TABLE }, ...readOlderTables(sql, oldest).toReversed()]) {
    if (changes.length >= limit) break;
    const rows = sql.exec(
      `SELECT number, data FROM ${name}
       WHERE number > ? AND data ->> '$.chargerId' = ? AND data ->> '$.event.event' = 'connector.status_changed'
         AND data ->> '$.event.data.connectorId' = ?
       ORDER BY number DESC LIMIT ?`,
      oldest,
      chargerId,
      connectorId,
      limit - changes.length,
    );
    for (const row of rows) {
      const { event } = LoggedEvent.parse(JSON.parse(Row.parse(row).data));
      if (event.event === 'connector.status_changed') changes.push(event.data);
    }
  }
  return changes;
}
