import * as z from 'zod';
import { foldIdTag } from '../domain/authorization.ts';
import { eraseInText } from '../domain/erasure.ts';
import { EVENTS_TABLE, readOlderTables } from './store/event-tables.ts';

/** Events that are looked through in one step. */
const STEP = 5_000;

const Row = z.object({ number: z.int(), data: z.string() });

/** One bounded step of erasing a tag from the log: the events behind a number. Their numbers and order stay. */
export function eraseEvents(
  storage: Pick<DurableObjectStorage, 'sql' | 'transactionSync'>,
  idTag: string,
  after: number,
): { events: number; next: number | null } {
  const { sql } = storage;
  const folded = foldIdTag(idTag);
  const [table] = [...readOlderTables(sql, after), { name: EVENTS_TABLE, lastNumber: null }];
  if (table === undefined) return { events: 0, next: null };
  const rows = sql
    .exec(`SELECT number, data FROM ${table.name} WHERE number > ? ORDER BY number LIMIT ?`, after, STEP)
    .toArray()
    .map((row) => Row.parse(row));
  let events = 0;
  storage.transactionSync(() => {
    for (const { number, data } of rows) {
      const erased = eraseInText(data, folded);
      if (erased === null) continue;
      sql.exec(`UPDATE ${table.name} SET data = ? WHERE number = ?`, erased, number);
      events += 1;
    }
  });
  const isThrough = rows.length < STEP;
  return { events, next: isThrough ? table.lastNumber : (rows.at(-1)?.number ?? null) };
}
