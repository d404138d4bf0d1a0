import { createRoute, z } from '@hono/zod-openapi';
import { countTransactions } from '../../d1/accounts.ts';
import {
  countFilteredTransactions,
  pageTransactions,
  type TransactionFilter,
} from '../../d1/transactions.ts';
import { defineRoute } from '../define-route.ts';
import { Moment } from '../moment.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { isOneStart, ONE_START, PAGE_PARAMETERS, Pagination, readPage } from '../pagination/page.ts';
import { freshTransactions } from './fresh-transactions.ts';
import { Transaction, TRANSACTION_EXAMPLE } from './transaction.ts';
import { transactionCsv } from './transaction-csv.ts';

const Query = z
  .strictObject({
    chargeBoxId: z.string().min(1).max(1_000).optional().describe('Only transactions of this charger.'),
    status: z
      .enum(['in_progress', 'completed', 'active'])
      .optional()
      .describe('Only running or finished ones; active means in_progress.'),
    idTag: z.string().max(255).optional().describe('Only transactions of this idTag, in any case.'),
    from: Moment.optional().describe('Only transactions started at or after this moment.'),
    to: Moment.optional().describe('Only transactions started before this moment.'),
    format: z
      .enum(['json', 'csv'])
      .default('json')
      .describe('csv gives the page as text/csv with a header line.'),
    ...PAGE_PARAMETERS,
  })
  .refine(isOneStart, ONE_START);

const Body = z
  .strictObject({ transactions: z.array(Transaction), pagination: Pagination })
  .openapi('TransactionList');

const ok = jsonResponse('One page of them.', Body, {
  transactions: [TRANSACTION_EXAMPLE],
  pagination: { total: 1, limit: 50, offset: 0, nextCursor: null },
});

const route = createRoute({
  method: 'get',
  path: '/transactions',
  operationId: 'listTransactions',
  tags: ['Transactions'],
  summary: 'List transactions',
  description:
    'The charging sessions of the account, the newest start first. Running ones are asked of their chargers for one second at most; asOf tells how fresh each is.',
  ...securedBy('read'),
  request: { query: Query },
  responses: {
    200: {
      ...ok,
      headers: {
        ...ok.headers,
        'X-Next-Cursor': {
          description: 'With format=csv: where the next page begins; absent on the last one.',
          schema: { type: 'string' as const },
        },
      },
      content: {
        ...ok.content,
        'text/csv': { schema: z.string(), example: 'transactionId,ocppTransactionId,chargeBoxId,…\r\n' },
      },
    },
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN'),
  },
});

export const listTransactions = defineRoute({
  route,
  handler: async (c) => {
    const query = c.req.valid('query');
    const { accountId } = c.var.caller;
    const filter: TransactionFilter = {
      chargeBoxId: query.chargeBoxId,
      status: query.status === 'active' ? 'in_progress' : query.status,
      idTag: query.idTag,
      from: query.from === undefined ? undefined : Date.parse(query.from),
      to: query.to === undefined ? undefined : Date.parse(query.to),
    };
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    const { rows, pagination } = await readPage(query, {
      position: z.strictObject({ startTime: z.int(), transactionId: z.string() }),
      read: (page) => pageTransactions(c.env.DB, accountId, filter, page),
      positionOf: ({ startTime, body }) => ({ startTime, transactionId: body.transactionId }),
      total: isFiltered
        ? { counted: (atMost) => countFilteredTransactions(c.env.DB, accountId, filter, atMost) }
        : { kept: () => countTransactions(c.env.DB, accountId) },
    });
    const transactions = (await freshTransactions(c.env.CHARGER, accountId, rows)).filter(
      // Its charger knows better than the projection: what no longer passes the filter is not shown under it.
      (transaction) => filter.status === undefined || transaction.status === filter.status,
    );
    if (query.format === 'json') return c.json({ transactions, pagination }, 200);
    if (pagination.nextCursor !== null) c.header('X-Next-Cursor', pagination.nextCursor);
    c.header('Content-Disposition', 'attachment; filename="transactions.csv"');
    return c.body(transactionCsv(transactions), 200, { 'Content-Type': 'text/csv; charset=utf-8' });
  },
});
