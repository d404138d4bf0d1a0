import * as z from 'zod';
import { jsonText } from '../../ocpp/tolerance.ts';
import { StopTransaction } from '../../ocpp/v16/messages/core/stop-transaction.ts';
import { readJson } from './json-row.ts';

const OrphanStop = z.object({ receivedAt: z.int(), payload: z.unknown() });
export type OrphanStop = z.infer<typeof OrphanStop>;

/** As many as are shown. */
const SHOWN = 200;

/** In characters of JSON. */
const LONGEST = 20_000;
const LONGEST_FIELD = 500;

/** A StopTransaction that fitted no transaction, as it came: the money in it is not lost. One that comes again is one. */
export function addOrphanStop(sql: SqlStorage, { receivedAt, payload: sent }: OrphanStop): void {
  const payload = payloadText(sent);
  const isKnown = readOrphanStops(sql).some((known) => JSON.stringify(known.payload) === payload);
  if (!isKnown)
    sql.exec(
      'INSERT INTO orphan_stops (data) VALUES (?)',
      `{"receivedAt":${receivedAt},"payload":${payload}}`,
    );
}

/** As it came, if it is short; else the fields of a stop that are, for all that are shown are read at once. */
function payloadText(payload: unknown): string {
  const text = jsonText(payload);
  if (text !== undefined && text.length <= LONGEST) return text;
  const short = Object.entries(payload ?? {}).filter(([name, value]) => {
    const isShort = (jsonText(value)?.length ?? Infinity) <= LONGEST_FIELD;
    return isShort && Object.hasOwn(StopTransaction.request.shape, name);
  });
  return JSON.stringify(Object.fromEntries(short));
}

/** Newest first. */
export function readOrphanStops(sql: SqlStorage): OrphanStop[] {
  return readJson(sql, OrphanStop, 'SELECT data FROM orphan_stops ORDER BY row_number DESC LIMIT ?', SHOWN);
}
