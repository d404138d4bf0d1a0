import { createRoute, z } from '@hono/zod-openapi';
import { insertApiKey } from '../../d1/api-keys.ts';
import { writeRows } from '../../d1/database.ts';
import { AccessScope } from '../../domain/access-scope.ts';
import { defineRoute } from '../define-route.ts';
import { makeApiKey } from '../auth/api-key.ts';
import { invalidField } from '../errors/api-error.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { NewApiKeyBody, newApiKeyBody } from './api-key-body.ts';

const NewApiKey = z
  .strictObject({
    name: z.string().min(1).max(200).describe('What it is for.'),
    scopes: z
      .array(AccessScope)
      .min(1)
      .max(3)
      .default(['manage'])
      .describe('read looks, operate also drives chargers, manage also changes what is registered.'),
    expiresAt: z.iso
      .datetime({ offset: true })
      .nullable()
      .optional()
      .describe('When it stops working; null for never.'),
  })
  .openapi('NewApiKey');

const route = createRoute({
  method: 'post',
  path: '/auth/api-keys',
  operationId: 'createApiKey',
  tags: ['API keys'],
  summary: 'Make an API key',
  description: 'The key is in the answer this once and nowhere else afterwards.',
  ...securedBy('manage'),
  request: { body: jsonBody(NewApiKey, { name: 'Dashboard', scopes: ['read'] }) },
  responses: {
    201: jsonResponse('The key.', NewApiKeyBody, {
      id: 'key_0194678c2f1b7a0c9d8e7f6a5b4c3d2e',
      name: 'Dashboard',
      key: `cap_live_${'0123456789abcdef'.repeat(3)}`,
      prefix: 'cap_live_01234567',
      scopes: ['read'],
      createdAt: '2025-01-15T10:00:00Z',
      expiresAt: null,
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'PAYLOAD_TOO_LARGE'),
  },
});

export const createApiKey = defineRoute({
  route,
  handler: async (c) => {
    const { name, scopes, expiresAt } = c.req.valid('json');
    const now = Date.now();
    const expiry = expiresAt === undefined || expiresAt === null ? null : Date.parse(expiresAt);
    if (expiry !== null && expiry <= now) {
      throw invalidField('body', 'expiresAt', 'past', 'must lie in the future');
    }
    const { key, row } = await makeApiKey(
      { accountId: c.var.caller.accountId, name, scopes, expiresAt: expiry, createdAt: now },
      c.var.settings.KEY_ENVIRONMENT,
    );
    await writeRows(c.env.DB, [insertApiKey(row)]);
    return c.json(newApiKeyBody(key, row), 201);
  },
});
