import * as z from 'zod';
import { deepFreeze } from '../../lib/deep-freeze.ts';

const Row = z.object({ data: z.string() });

/** The values in the `data` column of the rows that a query gives, each parsed by its schema. */
export function readJson<Schema extends z.ZodType>(
  sql: SqlStorage,
  schema: Schema,
  query: string,
  ...bindings: SqlStorageValue[]
): z.infer<Schema>[] {
  return readTexts(sql, query, bindings).map((text) => schema.parse(JSON.parse(text)));
}

/** Enough for the transactions and connectors of the chargers that are awake here; some MB. */
const MOST_TEXTS = 2_000;
/** Longer texts are rare, and would take the room of many. */
const LONGEST_TEXT = 2_000;

/**
 * Reads as `readJson` does, for rows that are read with every message and change seldom: the same text is parsed once,
 * and gives the same value again, which is frozen for that reason. What counts is the row, not this memory: it may be
 * gone at any time, and all objects of an isolate share it.
 */
export function rememberingReader<Value>(
  schema: z.ZodType<Value>,
): (sql: SqlStorage, query: string, ...bindings: SqlStorageValue[]) => Value[] {
  const remembered = new Map<string, Value>();
  const read = (text: string): Value => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    const value = deepFreeze(schema.parse(JSON.parse(text)));
    if (text.length > LONGEST_TEXT) return value;
    if (remembered.size >= MOST_TEXTS) forgetOldest(remembered);
    remembered.set(text, value);
    return value;
  };
  return (sql, query, ...bindings) => readTexts(sql, query, bindings).map(read);
}

function forgetOldest(remembered: Map<string, unknown>): void {
  const [oldest] = remembered.keys();
  if (oldest !== undefined) remembered.delete(oldest);
}

function readTexts(sql: SqlStorage, query: string, bindings: readonly SqlStorageValue[]): string[] {
  return sql
    .exec(query, ...bindings)
    .toArray()
    .map((row) => (typeof row['data'] === 'string' ? row['data'] : Row.parse(row).data));
}
