import { createRoute, z } from '@hono/zod-openapi';
import { findIdTag } from '../../d1/id-tags.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { ID_TAG_EXAMPLE, IdTagBody, idTagBody } from './id-tag-body.ts';
import { IdTagPath } from './id-tag-path.ts';
import { noSuchIdTag } from './no-such-id-tag.ts';

const route = createRoute({
  method: 'get',
  path: '/id-tags/{idTag}',
  operationId: 'readIdTag',
  tags: ['Authorization'],
  summary: 'Read an id tag',
  description: 'What is registered of it. POST /authorize says what that means for a charger.',
  ...securedBy('read'),
  request: { params: IdTagPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('The tag.', IdTagBody, ID_TAG_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readIdTag = defineRoute({
  route,
  handler: async (c) => {
    const { idTag } = c.req.valid('param');
    const row = await findIdTag(c.env.DB, c.var.caller.accountId, idTag);
    if (row === null) throw noSuchIdTag(idTag);
    return c.json(idTagBody(row), 200);
  },
});
