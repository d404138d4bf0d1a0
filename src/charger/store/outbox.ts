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
  // The number is spliced in where it is found, in the one statement that this takes when all else is delivered.
  const rest = JSON.stringify({ ...body, at }).slice(1);
  const moved = sql.exec(
    `UPDATE outbox SET sequence = sequence + 1, data = '{"sequence":' || (sequence + 1) || ',' || ?
     WHERE sequence = (SELECT max(sequence) FROM outbox) AND data = ''`,
    rest,
  );
  if (moved.rowsWritten === 0) {
    sql.exec(
      `INSERT INTO outbox (sequence, data)
       SELECT next, '{"sequence":' || next || ',' || ?
       FROM (SELECT ifnull(max(sequence), 0) + 1 AS next FROM outbox)`,
      rest,
    );
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

/**
 * Forgets what the log holds; of the newest event the number stays, which the next one follows.
 *
 * @param count how many events these are: a single one that is the newest has none before it
 */
export function discardDelivered(sql: SqlStorage, through: number, count: number): void {
  const { rowsWritten } = sql.exec(
    "UPDATE outbox SET data = '' WHERE sequence = ? AND sequence = (SELECT max(sequence) FROM outbox)",
    through,
  );
  if (count === 1 && rowsWritten > 0) return;
  sql.exec(
    'DELETE FROM outbox WHERE sequence <= ? AND sequence < (SELECT max(sequence) FROM outbox)',
    through,
  );
}
