import { createRoute, z } from '@hono/zod-openapi';
import { updateAccount as updateRow } from '../../d1/accounts.ts';
import { definedFields } from '../chargers/defined-fields.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Account, ACCOUNT_EXAMPLE, ACCOUNT_FIELDS, accountBody } from './account-body.ts';
import { noSuchAccount } from './no-such-account.ts';

const AccountChange = z
  .strictObject(z.object(ACCOUNT_FIELDS).partial().shape)
  .refine((change) => Object.keys(change).length > 0, { error: 'Must name at least one field to change' })
  .openapi('AccountChange');

const route = createRoute({
  method: 'patch',
  path: '/account',
  operationId: 'updateAccount',
  tags: ['Accounts'],
  summary: 'Change the account',
  description: 'Changes what the request names and leaves the rest.',
  ...securedBy('manage'),
  request: { body: jsonBody(AccountChange, { tagPolicy: 'open' }) },
  responses: {
    200: jsonResponse('The account as it is now.', Account, ACCOUNT_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE'),
  },
});

export const updateAccount = defineRoute({
  route,
  handler: async (c) => {
    const row = await updateRow(c.env.DB, c.var.caller.accountId, definedFields(c.req.valid('json')));
    if (row === null) throw noSuchAccount();
    return c.json(accountBody(row), 200);
  },
});
