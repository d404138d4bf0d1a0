import { createRoute, z } from '@hono/zod-openapi';
import { updateIdTag as updateRow } from '../../d1/id-tags.ts';
import { definedFields } from '../chargers/defined-fields.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { ID_TAG_EXAMPLE, IdTagBody, idTagBody } from './id-tag-body.ts';
import { ID_TAG_FIELDS } from './id-tag-fields.ts';
import { IdTagPath } from './id-tag-path.ts';
import { noSuchIdTag } from './no-such-id-tag.ts';

const IdTagChange = z
  .strictObject(z.object(ID_TAG_FIELDS).partial().shape)
  .refine((change) => Object.keys(change).length > 0, { error: 'Must name at least one field to change' })
  .openapi('IdTagChange');

const route = createRoute({
  method: 'patch',
  path: '/id-tags/{idTag}',
  operationId: 'updateIdTag',
  tags: ['Authorization'],
  summary: 'Change an id tag',
  description: 'Changes what the request names and leaves the rest. What charges with it goes on charging.',
  ...securedBy('manage'),
  request: { params: IdTagPath, body: jsonBody(IdTagChange, { status: 'blocked' }) },
  responses: {
    200: jsonResponse('The tag as it is now.', IdTagBody, ID_TAG_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE'),
  },
});

export const updateIdTag = defineRoute({
  route,
  handler: async (c) => {
    const { idTag } = c.req.valid('param');
    const { expiryDate, ...fields } = c.req.valid('json');
    const row = await updateRow(c.env.DB, c.var.caller.accountId, idTag, {
      ...definedFields(fields),
      ...(expiryDate === undefined
        ? {}
        : { expiryDate: expiryDate === null ? null : Date.parse(expiryDate) }),
    });
    if (row === null) throw noSuchIdTag(idTag);
    return c.json(idTagBody(row), 200);
  },
});
