import { z } from '@hono/zod-openapi';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { limitParameter } from './limit-parameter.ts';

const LAST_OFFSET = 1_000;

/** Totals of filtered lists are counted up to here. */
const COUNTED_UP_TO = 1_000;

/** The query parameters of every list. */
export const PAGE_PARAMETERS = {
  limit: limitParameter({ description: 'How many items the page has at most.' }),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(
      LAST_OFFSET,
      `Too big: an offset ends at ${LAST_OFFSET}; follow pagination.nextCursor with \`cursor\` instead`,
    )
    .optional()
    .describe('How many items to skip. New items shift what it names; a cursor is stable.')
    .openapi({ type: 'integer', minimum: 0, maximum: LAST_OFFSET }),
  cursor: z
    .string()
    .min(1)
    .optional()
    .describe('`pagination.nextCursor` of the page before. Stays where it is when items are added.'),
};

/** With an offset and a cursor it would be unclear where the page begins. */
export function isOneStart(query: { offset?: number | undefined; cursor?: string | undefined }): boolean {
  return query.offset === undefined || query.cursor === undefined;
}

export const ONE_START = { path: ['cursor'], message: 'Give either cursor or offset, not both' };

/** What a list says of its page. */
export const Pagination = z
  .strictObject({
    total: z
      .int()
      .nullable()
      .describe(
        'How many there are. Filtered lists are counted up to 1,000, and not at all behind a cursor: then null.',
      ),
    limit: z.int(),
    offset: z.int().nullable().describe('Null behind a cursor.'),
    nextCursor: z.string().nullable().describe('Where the next page begins; null on the last one.'),
  })
  .openapi('Pagination');
export type Pagination = z.infer<typeof Pagination>;

/** The page that a request asks for. */
export interface PageQuery {
  limit: number;
  offset?: number | undefined;
  cursor?: string | undefined;
}

export interface Listed<Row> {
  rows: Row[];
  pagination: Pagination;
}

/**
 * Reads a page of a list.
 */
export async function readPage<Row, Position>(
  query: PageQuery,
  list: {
    position: z.ZodType<Position>;
    read: (page: { limit: number; offset: number; after: Position | null }) => Promise<Row[]>;
    positionOf: (row: Row) => Position;
    /** Every row that is read costs: without looking one ahead, a full last page is followed by an empty one. */
    isLookingAhead?: boolean;
    total: { kept: () => Promise<number> } | { counted: (atMost: number) => Promise<number> };
  },
): Promise<Listed<Row>> {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor, list.position);
  const offset = query.offset ?? 0;
  const isLookingAhead = list.isLookingAhead ?? true;
  const [found, total] = await Promise.all([
    list.read({ limit: isLookingAhead ? query.limit + 1 : query.limit, offset, after }),
    totalOf(list.total, after !== null),
  ]);
  const rows = found.slice(0, query.limit);
  const last = rows.at(-1);
  const isMore = isLookingAhead ? found.length > query.limit : found.length === query.limit;
  const nextCursor = isMore && last !== undefined ? encodeCursor(list.positionOf(last)) : null;
  return {
    rows,
    pagination: { total, limit: query.limit, offset: after === null ? offset : null, nextCursor },
  };
}

async function totalOf(
  total: { kept: () => Promise<number> } | { counted: (atMost: number) => Promise<number> },
  isBehindCursor: boolean,
): Promise<number | null> {
  if ('kept' in total) return total.kept();
  if (isBehindCursor) return null;
  const counted = await total.counted(COUNTED_UP_TO + 1);
  return counted > COUNTED_UP_TO ? null : counted;
}
