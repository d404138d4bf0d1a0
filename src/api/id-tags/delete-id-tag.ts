import { createRoute, z } from '@hono/zod-openapi';
import { deleteIdTag as deleteRow } from '../../d1/id-tags.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { IdTagPath } from './id-tag-path.ts';
import { noSuchIdTag } from './no-such-id-tag.ts';

const Body = z.strictObject({ idTag: z.string(), deleted: z.literal(true) }).openapi('DeletedIdTag');

const route = createRoute({
  method: 'delete',
  path: '/id-tags/{idTag}',
  operationId: 'deleteIdTag',
  tags: ['Authorization'],
  summary: 'Delete an id tag',
  description:
    'Chargers are told Invalid from now on. What was charged with it stays, and what charges goes on.',
  ...securedBy('manage'),
  request: { params: IdTagPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('It is deleted.', Body, { idTag: 'USER-001', deleted: true }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const deleteIdTag = defineRoute({
  route,
  handler: async (c) => {
    const { idTag } = c.req.valid('param');
    if (!(await deleteRow(c.env.DB, c.var.caller.accountId, idTag))) throw noSuchIdTag(idTag);
    return c.json({ idTag, deleted: true as const }, 200);
  },
});
