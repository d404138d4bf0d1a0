import * as z from 'zod';
import { type Parameter, readRow, type Statement, statement } from './database.ts';

/** Which part of a list: so many rows from a place on. */
export interface PageOf<Position> {
  limit: number;
  offset: number;
  /** The position of the row before it; null at the beginning of the list. */
  after: Position | null;
}

/**
 * What a query ends with for one page of rows, the latest first: the condition that puts it behind `after`, the order and
 * the limits.
 *
 * @param columns what the rows are ordered by: a time in ms, then what tells rows of one time apart
 */
export function latestFirst(
  columns: readonly [string, ...string[]],
  { limit, offset, after }: PageOf<readonly Parameter[]>,
): Statement {
  const [, ...others] = columns;
  const position = after ?? [Number.MAX_SAFE_INTEGER, ...others.map(() => '')];
  return statement(
    `(${columns.join(', ')}) < (${columns.map(() => '?').join(', ')})
     ORDER BY ${columns.map((column) => `${column} DESC`).join(', ')} LIMIT ? OFFSET ?`,
    ...position,
    limit,
    offset,
  );
}

/** How many rows a query gives, counted up to `atMost`. Throws `DatabaseUnavailable`. */
export async function countUpTo(
  db: D1Database,
  { sql, parameters }: Statement,
  atMost: number,
): Promise<number> {
  const row = await readRow(
    db,
    z.object({ total: z.int() }),
    statement(`SELECT COUNT(*) AS total FROM (${sql} LIMIT ?)`, ...parameters, atMost),
  );
  return row?.total ?? 0;
}
