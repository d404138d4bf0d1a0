import * as z from 'zod';
import { ChargerEvent, type ChargerEventBody } from '../../contracts/charger-event.ts';
import { readJson } from './json-row.ts';

const LastSequence = z.object({ last: z.int().nullable() });

/** Events of one delivery; the log takes them in one transaction. */
const BATCH = 100;

/**
 * Adds an event behind the last one. Its sequence follows from the row before it, which is why the newest row always
 * stays (see `discardDelivered`): the numbers have no hole and need no counter of their own.
 */
export function addEvent(sql: SqlStorage, body: ChargerEventBody, at: number): void {
  const { last } = LastSequence.parse(sql.exec('SELECT max(sequence) AS last FROM outbox').one());
  const event: ChargerEvent = { ...body, sequence: (last ?? 0) + 1, at };
  sql.exec('INSERT INTO outbox (sequence, data) VALUES (?, ?)', event.sequence, JSON.stringify(event));
}

/** The oldest events after `through`, in order. */
export function readOutbox(sql: SqlStorage, through: number): ChargerEvent[] {
  return readJson(
    sql,
    ChargerEvent,
    'SELECT data FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?',
    through,
    BATCH,
  );
}

/** Forgets what the log holds, all but the newest event, whose number the next one follows. */
export function discardDelivered(sql: SqlStorage, through: number): void {
  sql.exec(
    'DELETE FROM outbox WHERE sequence <= ? AND sequence < (SELECT max(sequence) FROM outbox)',
    through,
  );
}
