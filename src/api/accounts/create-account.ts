import { createRoute, z } from '@hono/zod-openapi';
import { findAccount, insertAccount } from '../../d1/accounts.ts';
import { insertApiKey } from '../../d1/api-keys.ts';
import { writeRows } from '../../d1/database.ts';
import { newId } from '../../lib/ids.ts';
import { toIsoTime } from '../../lib/time.ts';
import { defineRoute } from '../define-route.ts';
import { NewApiKeyBody, newApiKeyBody } from '../api-keys/api-key-body.ts';
import { makeApiKey } from '../auth/api-key.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedByAdminToken } from '../openapi/secured-by.ts';

const NewAccount = z
  .strictObject({
    name: z.string().min(1).max(200).describe('Whose account it is.'),
    id: z
      .string()
      .regex(/^acc_[0-9a-f]{32}$/, 'Must be the id of an account: acc_ and 32 hex digits')
      .optional()
      .describe('The id of an account that the database has lost: its chargers and its log go by it.'),
  })
  .openapi('NewAccount');

const Account = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    apiKey: NewApiKeyBody.describe('Its first key; `key` is shown this once.'),
  })
  .openapi('CreatedAccount');

const route = createRoute({
  method: 'post',
  path: '/accounts',
  operationId: 'createAccount',
  tags: ['Accounts'],
  summary: 'Create an account',
  description:
    'For the operator of the instance: an account and its first API key, which may manage everything in it.',
  ...securedByAdminToken(),
  request: { body: jsonBody(NewAccount, { name: 'Example Charging' }) },
  responses: {
    201: jsonResponse('The account and its first key.', Account, {
      id: 'acc_0194678c2f1a7b6d8e9c0f1a2b3c4d5e',
      name: 'Example Charging',
      createdAt: '2025-01-15T10:00:00Z',
      apiKey: {
        id: 'key_0194678c2f1b7a0c9d8e7f6a5b4c3d2e',
        name: 'First key',
        key: `cap_live_${'0123456789abcdef'.repeat(3)}`,
        prefix: 'cap_live_01234567',
        scopes: ['manage'],
        createdAt: '2025-01-15T10:00:00Z',
        expiresAt: null,
      },
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'ALREADY_EXISTS', 'PAYLOAD_TOO_LARGE'),
  },
});

export const createAccount = defineRoute({
  route,
  handler: async (c) => {
    const { name, id: accountId = newId('acc') } = c.req.valid('json');
    const now = Date.now();
    if ((await findAccount(c.env.DB, accountId)) !== null) {
      throw new ApiError(
        'ALREADY_EXISTS',
        `There is an account ${accountId}. Make it without an id to get a new one.`,
      );
    }
    const { key, row } = await makeApiKey(
      { accountId, name: 'First key', scopes: ['manage'], expiresAt: null, createdAt: now },
      c.var.settings.KEY_ENVIRONMENT,
    );
    await writeRows(c.env.DB, [insertAccount({ accountId, name, createdAt: now }), insertApiKey(row)]);
    return c.json({ id: accountId, name, createdAt: toIsoTime(now), apiKey: newApiKeyBody(key, row) }, 201);
  },
});
