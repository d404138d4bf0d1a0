import { createRoute, z } from '@hono/zod-openapi';
import { findAccount } from '../../d1/accounts.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Account, ACCOUNT_EXAMPLE, accountBody } from './account-body.ts';
import { noSuchAccount } from './no-such-account.ts';

const route = createRoute({
  method: 'get',
  path: '/account',
  operationId: 'readAccount',
  tags: ['Accounts'],
  summary: 'Read the account',
  description: 'The account of the API key, and its settings.',
  ...securedBy('read'),
  request: { query: z.strictObject({}) },
  responses: {
    200: jsonResponse('The account.', Account, ACCOUNT_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readAccount = defineRoute({
  route,
  handler: async (c) => {
    const row = await findAccount(c.env.DB, c.var.caller.accountId);
    if (row === null) throw noSuchAccount();
    return c.json(accountBody(row), 200);
  },
});
