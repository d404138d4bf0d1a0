import { createRoute, z } from '@hono/zod-openapi';
import { findTransaction } from '../../d1/transactions.ts';
import { asking, chargerObject } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { ACTION_ERRORS, errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { noSuchTransaction } from './no-such-transaction.ts';
import { Transaction, TRANSACTION_EXAMPLE } from './transaction.ts';
import { TransactionPath } from './transaction-path.ts';

const Close = z.strictObject({}).openapi('TransactionClose');

const route = createRoute({
  method: 'post',
  path: '/transactions/{transactionId}/close',
  operationId: 'closeTransaction',
  tags: ['Transactions'],
  summary: 'Close a dead session',
  description:
    'Ends a transaction whose charger will not say that it ended. Nothing is sent; its results are estimated from what is known. If the charger reports the end after all, that takes their place.',
  ...securedBy('operate'),
  request: { params: TransactionPath, body: jsonBody(Close, {}, false) },
  responses: {
    200: jsonResponse('The transaction as it ended.', Transaction, {
      ...TRANSACTION_EXAMPLE,
      stopReason: null,
      quality: ['estimated'],
    }),
    ...errorResponses(...ACTION_ERRORS),
  },
});

export const closeTransaction = defineRoute({
  route,
  handler: async (c) => {
    const { transactionId } = c.req.valid('param');
    const { accountId } = c.var.caller;
    const row = await findTransaction(c.env.DB, accountId, transactionId);
    if (row === null) throw noSuchTransaction();
    if (row.body.status === 'completed') throw notRunning();
    const closed = await asking(async () =>
      chargerObject(c.env.CHARGER, row.foldedId).closeTransaction(accountId, transactionId),
    );
    if (closed === null || closed === 'unknownTransaction') throw noSuchTransaction();
    if (closed === 'notRunning') throw notRunning();
    return c.json(closed, 200);
  },
});

function notRunning(): ApiError {
  return new ApiError(
    'CONFLICT',
    'This transaction is not running any more, so there is nothing to close. GET it to see its results.',
    { details: { status: 'completed' } },
  );
}
