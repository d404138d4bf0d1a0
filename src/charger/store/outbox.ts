import * as z from 'zod';
import { ChargerEvent, type ChargerEventBody } from '../../contracts/charger-event.ts';
import { readJson } from './json-row.ts';

const LastSequence = z.object({ last: z.int().nullable() });

/** Events of one delivery; the log takes them in one transaction. */
const BATCH = 100;

/**
 * Adds an event behind the last one. Its sequence follows from the row before it, which is why the newest row stays
 * when its event has been delivered, without data (see `discardDelivered`): the numbers have no hole and need no
 * counter of their own. The new event takes that row's place, so that adding and discarding cost a row each.
 */
export function addEvent(sql: SqlStorage, body: ChargerEventBody, at: number): void {
  const last = lastSequence(sql);
  const event: ChargerEvent = { ...body, sequence: last + 1, at };
  const data = JSON.stringify(event);
  const moved = sql.exec(
    "UPDATE outbox SET sequence = ?, data = ? WHERE sequence = ? AND data = ''",
    event.sequence,
    data,
    last,
  );
  if (moved.rowsWritten === 0) {
    sql.exec('INSERT INTO outbox (sequence, data) VALUES (?, ?)', event.sequence, data);
  }
}

/** The sequence of the newest event; 0 before the first. */
export function lastSequence(sql: SqlStorage): number {
  return LastSequence.parse(sql.exec('SELECT max(sequence) AS last FROM outbox').one()).last ?? 0;
}

/** The oldest undelivered events after `through`, in order. */
export function readOutbox(sql: SqlStorage, through: number): ChargerEvent[] {
  return readJson(
    sql,
    ChargerEvent,
    "SELECT data FROM outbox WHERE sequence > ? AND data <> '' ORDER BY sequence LIMIT ?",
    through,
    BATCH,
  );
}

/** Forgets what the log holds; of the newest event the number stays, which the next one follows. */
export function discardDelivered(sql: SqlStorage, through: number): void {
  sql.exec(
    'DELETE FROM outbox WHERE sequence <= ? AND sequence < (SELECT max(sequence) FROM outbox)',
    through,
  );
  sql.exec("UPDATE outbox SET data = '' WHERE sequence <= ? AND data <> ''", through);
}
