import * as z from 'zod';
import { readJson } from './json-row.ts';

const OrphanStop = z.object({ receivedAt: z.int(), payload: z.unknown() });
export type OrphanStop = z.infer<typeof OrphanStop>;

/** As many as are shown. */
const SHOWN = 200;

/** A StopTransaction that fitted no transaction, as it came: the money in it is not lost. One that comes again is one. */
export function addOrphanStop(sql: SqlStorage, stop: OrphanStop): void {
  const payload = JSON.stringify(stop.payload);
  const isKnown = readOrphanStops(sql).some((known) => JSON.stringify(known.payload) === payload);
  if (!isKnown) sql.exec('INSERT INTO orphan_stops (data) VALUES (?)', JSON.stringify(stop));
}

/** Newest first. */
export function readOrphanStops(sql: SqlStorage): OrphanStop[] {
  return readJson(sql, OrphanStop, 'SELECT data FROM orphan_stops ORDER BY row_number DESC LIMIT ?', SHOWN);
}
