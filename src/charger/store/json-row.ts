import * as z from 'zod';

const Row = z.object({ data: z.string() });

/** The values in the `data` column of the rows that a query gives, each parsed by its schema. */
export function readJson<Schema extends z.ZodType>(
  sql: SqlStorage,
  schema: Schema,
  query: string,
  ...bindings: SqlStorageValue[]
): z.infer<Schema>[] {
  return sql
    .exec(query, ...bindings)
    .toArray()
    .map((row) => schema.parse(JSON.parse(Row.parse(row).data)));
}
