import { createRoute } from '@hono/zod-openapi';
import { insertIdTag } from '../../d1/id-tags.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { ID_TAG_EXAMPLE, IdTagBody, idTagBody, newIdTagRow } from './id-tag-body.ts';
import { NewIdTag } from './id-tag-fields.ts';

const route = createRoute({
  method: 'post',
  path: '/id-tags',
  operationId: 'createIdTag',
  tags: ['Authorization'],
  summary: 'Register an id tag',
  description: 'From now on it may charge, as far as its fields say.',
  ...securedBy('manage'),
  request: { body: jsonBody(NewIdTag, { idTag: 'USER-001', name: 'Ada’s card', maxActiveTransactions: 1 }) },
  responses: {
    201: jsonResponse('It is registered.', IdTagBody, ID_TAG_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ALREADY_EXISTS', 'PAYLOAD_TOO_LARGE'),
  },
});

export const createIdTag = defineRoute({
  route,
  handler: async (c) => {
    const tag = c.req.valid('json');
    const row = await insertIdTag(c.env.DB, c.var.caller.accountId, newIdTagRow(tag, Date.now()));
    if (row === null) {
      throw new ApiError(
        'ALREADY_EXISTS',
        `The id tag "${tag.idTag}" is registered; case makes no difference. PATCH /api/v1/id-tags/${encodeURIComponent(tag.idTag)} changes it.`,
      );
    }
    return c.json(idTagBody(row), 201);
  },
});
