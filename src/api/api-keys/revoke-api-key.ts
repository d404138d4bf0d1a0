import { createRoute, z } from '@hono/zod-openapi';
import { deleteApiKey } from '../../d1/api-keys.ts';
import { toIsoTime } from '../../lib/time.ts';
import { defineRoute } from '../define-route.ts';
import { forgetKey } from '../auth/key-cache.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';

const Path = z.object({
  keyId: z
    .string()
    .describe('The id of the key, not the key.')
    .openapi({ param: { name: 'keyId', in: 'path' }, example: 'key_0194678c2f1b7a0c9d8e7f6a5b4c3d2e' }),
});

const Body = z.strictObject({ id: z.string(), revokedAt: z.iso.datetime() }).openapi('RevokedApiKey');

const route = createRoute({
  method: 'delete',
  path: '/auth/api-keys/{keyId}',
  operationId: 'revokeApiKey',
  tags: ['API keys'],
  summary: 'Revoke an API key',
  description:
    'It stops working within 60 seconds everywhere. The last key that may manage the account cannot be revoked before there is another.',
  ...securedBy('manage'),
  request: { params: Path },
  responses: {
    200: jsonResponse('It is revoked.', Body, {
      id: 'key_0194678c2f1b7a0c9d8e7f6a5b4c3d2e',
      revokedAt: '2025-01-15T12:00:00Z',
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT'),
  },
});

export const revokeApiKey = defineRoute({
  route,
  handler: async (c) => {
    const { keyId } = c.req.valid('param');
    const now = Date.now();
    const outcome = await deleteApiKey(c.env.DB, c.var.caller.accountId, keyId, now);
    if (outcome === 'notFound') {
      throw new ApiError(
        'NOT_FOUND',
        `There is no API key "${keyId}" in your account. GET /api/v1/auth/api-keys lists them.`,
      );
    }
    if (outcome === 'lastManager') {
      throw new ApiError(
        'CONFLICT',
        'This is the last key that may manage the account. Make another one with the scope "manage" first.',
      );
    }
    forgetKey(keyId);
    return c.json({ id: keyId, revokedAt: toIsoTime(now) }, 200);
  },
});
