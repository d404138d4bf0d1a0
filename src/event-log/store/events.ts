import * as z from 'zod';
import { ChargerEvent } from '../../contracts/charger-event.ts';

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
