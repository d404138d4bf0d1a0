import * as z from 'zod';
import { ChargerEvent } from '../../contracts/charger-event.ts';
import type { StatusChange } from '../../contracts/event-log-rpc.ts';

/** An event of the log: a charger's event under the account's next number. */
export const LoggedEvent = z.object({ chargerId: z.string(), chargeBoxId: z.string(), event: ChargerEvent });
export type LoggedEvent = z.infer<typeof LoggedEvent>;

const Row = z.object({ number: z.int(), data: z.string() });

/** Adds events behind the last one; the numbers have no hole. */
export function addEvents(sql: SqlStorage, events: readonly LoggedEvent[]): void {
  for (const event of events) sql.exec('INSERT INTO events (data) VALUES (?)', JSON.stringify(event));
}

/** The next events after a number, in order. */
export function readEvents(
  sql: SqlStorage,
  after: number,
  limit: number,
): { number: number; logged: LoggedEvent }[] {
  const rows = sql.exec(
    'SELECT number, data FROM events WHERE number > ? ORDER BY number LIMIT ?',
    after,
    limit,
  );
  return rows.toArray().map((row) => {
    const { number, data } = Row.parse(row);
    return { number, logged: LoggedEvent.parse(JSON.parse(data)) };
  });
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
  const rows = sql.exec(
    `SELECT number, data FROM (SELECT number, data FROM events ORDER BY number DESC LIMIT ?)
     WHERE data ->> '$.chargerId' = ? AND data ->> '$.event.event' = 'connector.status_changed'
       AND data ->> '$.event.data.connectorId' = ?
     ORDER BY number DESC LIMIT ?`,
    LOOKED_THROUGH,
    chargerId,
    connectorId,
    limit,
  );
  return rows.toArray().flatMap((row) => {
    const { event } = LoggedEvent.parse(JSON.parse(Row.parse(row).data));
    return event.event === 'connector.status_changed' ? [event.data] : [];
  });
}
