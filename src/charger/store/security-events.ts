import * as z from 'zod';
import { SecurityEvent } from '../../domain/security-event.ts';
import { readJson } from './json-row.ts';

/** As many are kept; the table is a ring, so that what ages out costs no row of its own. */
const KEPT = 1_000;

const Last = z.object({ last: z.int().nullable() });

/** Adds an event behind the last one, in the order of arrival. */
export function addSecurityEvent(sql: SqlStorage, event: Omit<SecurityEvent, 'number'>): void {
  const number = lastNumber(sql) + 1;
  sql.exec(
    `INSERT INTO security_events (slot, number, data) VALUES (?, ?, ?)
     ON CONFLICT (slot) DO UPDATE SET number = excluded.number, data = excluded.data`,
    number % KEPT,
    number,
    JSON.stringify({ number, ...event }),
  );
}

/** Newest first; only those before a number where one is given. */
export function readSecurityEvents(
  sql: SqlStorage,
  { limit, offset, before }: { limit: number; offset: number; before: number | null },
): SecurityEvent[] {
  return readJson(
    sql,
    SecurityEvent,
    'SELECT data FROM security_events WHERE number < ? ORDER BY number DESC LIMIT ? OFFSET ?',
    before ?? Number.MAX_SAFE_INTEGER,
    limit,
    offset,
  );
}

export function countSecurityEvents(sql: SqlStorage): number {
  return Math.min(lastNumber(sql), KEPT);
}

function lastNumber(sql: SqlStorage): number {
  return Last.parse(sql.exec('SELECT max(number) AS last FROM security_events').one()).last ?? 0;
}
