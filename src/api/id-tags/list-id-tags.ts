import { createRoute, z } from '@hono/zod-openapi';
import { countIdTags } from '../../d1/accounts.ts';
import { countFilteredIdTags, type IdTagFilter, pageIdTags } from '../../d1/id-tag-pages.ts';
import { foldIdTag } from '../../domain/authorization.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { isOneStart, ONE_START, PAGE_PARAMETERS, Pagination, readPage } from '../pagination/page.ts';
import { ID_TAG_EXAMPLE, IdTagBody, idTagBody } from './id-tag-body.ts';
import { ID_TAG_FIELDS } from './id-tag-fields.ts';

const Query = z
  .strictObject({
    status: ID_TAG_FIELDS.status.optional().describe('Only active or only blocked ones.'),
    q: z.string().min(1).max(20).optional().describe('Only tags that begin so, in any case.'),
    ...PAGE_PARAMETERS,
  })
  .refine(isOneStart, ONE_START);

const Body = z.strictObject({ idTags: z.array(IdTagBody), pagination: Pagination }).openapi('IdTagList');

const route = createRoute({
  method: 'get',
  path: '/id-tags',
  operationId: 'listIdTags',
  tags: ['Authorization'],
  summary: 'List id tags',
  description: 'The registered tags of the account, in their own order.',
  ...securedBy('read'),
  request: { query: Query },
  responses: {
    200: jsonResponse('One page of them.', Body, {
      idTags: [ID_TAG_EXAMPLE],
      pagination: { total: 1, limit: 50, offset: 0, nextCursor: null },
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN'),
  },
});

export const listIdTags = defineRoute({
  route,
  handler: async (c) => {
    const query = c.req.valid('query');
    const { accountId } = c.var.caller;
    const filter: IdTagFilter = { status: query.status, prefix: query.q };
    const isFiltered = query.status !== undefined || query.q !== undefined;
    const { rows, pagination } = await readPage(query, {
      position: z.string(),
      read: (page) => pageIdTags(c.env.DB, accountId, filter, page),
      positionOf: (row) => foldIdTag(row.idTag),
      total: isFiltered
        ? { counted: (atMost) => countFilteredIdTags(c.env.DB, accountId, filter, atMost) }
        : { kept: () => countIdTags(c.env.DB, accountId) },
    });
    return c.json({ idTags: rows.map(idTagBody), pagination }, 200);
  },
});
