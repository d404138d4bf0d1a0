import * as z from 'zod';

/** What a statement is bound to. */
export type Parameter = string | number | null;

export interface Statement {
  sql: string;
  parameters: readonly Parameter[];
}

/** D1 did not do what it was asked; the cause is for the log, never for an answer. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';

  constructor(cause: unknown) {
    super('D1 did not answer', { cause });
  }
}

/** All rows of a query, each parsed. Throws `DatabaseUnavailable`. */
export async function readRows<Row>(
  db: D1Database,
  row: z.ZodType<Row>,
  statement: Statement,
): Promise<Row[]> {
  const { results } = await asking(() => bind(db, statement).all());
  return z.array(row).parse(results);
}

/** The first row of a query, or null. Throws `DatabaseUnavailable`. */
export async function readRow<Row>(
  db: D1Database,
  row: z.ZodType<Row>,
  statement: Statement,
): Promise<Row | null> {
  const [first] = await readRows(db, row, statement);
  return first ?? null;
}

/** Runs statements in one transaction; how many rows each of them changed. Throws `DatabaseUnavailable`. */
export async function writeRows(db: D1Database, statements: readonly Statement[]): Promise<number[]> {
  if (statements.length === 0) return [];
  const results = await asking(() => db.batch(statements.map((statement) => bind(db, statement))));
  return results.map((result) => result.meta.changes);
}

export function statement(sql: string, ...parameters: Parameter[]): Statement {
  return { sql, parameters };
}

/** A column that holds JSON. */
export function jsonColumn<Value>(value: z.ZodType<Value>) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(value);
}

/** A column that holds 0 or 1. */
export const FlagColumn = z.union([z.literal(0), z.literal(1)]).transform((flag) => flag === 1);

function bind(db: D1Database, { sql, parameters }: Statement): D1PreparedStatement {
  return db.prepare(sql).bind(...parameters);
}

async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw new DatabaseUnavailable(error);
  }
}
