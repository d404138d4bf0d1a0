import { createRoute, z } from '@hono/zod-openapi';
import { findTransaction } from '../../d1/transactions.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { freshTransactions } from './fresh-transactions.ts';
import { noSuchTransaction } from './no-such-transaction.ts';
import { Transaction, TRANSACTION_EXAMPLE } from './transaction.ts';
import { TransactionPath } from './transaction-path.ts';

const route = createRoute({
  method: 'get',
  path: '/transactions/{transactionId}',
  operationId: 'readTransaction',
  tags: ['Transactions'],
  summary: 'Read a transaction',
  description: 'A running one as its charger knows it now, a finished one with its results.',
  ...securedBy('read'),
  request: { params: TransactionPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('The transaction.', Transaction, TRANSACTION_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readTransaction = defineRoute({
  route,
  handler: async (c) => {
    const { accountId } = c.var.caller;
    const row = await findTransaction(c.env.DB, accountId, c.req.valid('param').transactionId);
    if (row === null) throw noSuchTransaction();
    const [transaction = row.body] = await freshTransactions(c.env.CHARGER, accountId, [row]);
    return c.json(transaction, 200);
  },
});
