import { createRoute, z } from '@hono/zod-openapi';
import { countApiKeys, listApiKeys as readApiKeys } from '../../d1/api-keys.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { isOneStart, ONE_START, PAGE_PARAMETERS, Pagination, readPage } from '../pagination/page.ts';
import { ApiKeyBody, apiKeyBody } from './api-key-body.ts';

const Body = z.strictObject({ apiKeys: z.array(ApiKeyBody), pagination: Pagination }).openapi('ApiKeyList');

const route = createRoute({
  method: 'get',
  path: '/auth/api-keys',
  operationId: 'listApiKeys',
  tags: ['API keys'],
  summary: 'List API keys',
  description: 'The keys of the account, the newest first, without the keys themselves.',
  ...securedBy('manage'),
  request: { query: z.strictObject(PAGE_PARAMETERS).refine(isOneStart, ONE_START) },
  responses: {
    200: jsonResponse('One page of them.', Body, {
      apiKeys: [
        {
          id: 'key_0194678c2f1b7a0c9d8e7f6a5b4c3d2e',
          name: 'Dashboard',
          prefix: 'cap_live_01234567',
          scopes: ['read'],
          createdAt: '2025-01-15T10:00:00Z',
          expiresAt: null,
          lastUsed: '2025-01-15T11:00:00Z',
        },
      ],
      pagination: { total: 1, limit: 50, offset: 0, nextCursor: null },
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN'),
  },
});

export const listApiKeys = defineRoute({
  route,
  handler: async (c) => {
    const { accountId } = c.var.caller;
    const { rows, pagination } = await readPage(c.req.valid('query'), {
      position: z.string(),
      read: ({ limit, offset, after }) =>
        readApiKeys(c.env.DB, accountId, { limit, offset, beforeKeyId: after }),
      positionOf: (row) => row.keyId,
      total: { counted: (atMost) => countApiKeys(c.env.DB, accountId, atMost) },
    });
    return c.json({ apiKeys: rows.map(apiKeyBody), pagination }, 200);
  },
});
