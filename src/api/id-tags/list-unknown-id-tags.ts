import { createRoute, z } from '@hono/zod-openapi';
import { countUnknownIdTags, pageUnknownIdTags, type UnknownIdTagRow } from '../../d1/unknown-id-tags.ts';
import { toIsoTime } from '../../lib/time.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { isOneStart, ONE_START, PAGE_PARAMETERS, Pagination, readPage } from '../pagination/page.ts';

const UnknownIdTag = z
  .strictObject({
    idTag: z.string().describe('As it was presented last.'),
    chargeBoxId: z.string().describe('Where it was presented last.'),
    status: z.string().describe('What the charger was told: Invalid, or Accepted under the tag policy open.'),
    reason: z.string(),
    count: z.int(),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
  })
  .openapi('UnknownIdTag');

const Body = z
  .strictObject({ idTags: z.array(UnknownIdTag), pagination: Pagination })
  .openapi('UnknownIdTagList');

const route = createRoute({
  method: 'get',
  path: '/id-tags/unknown',
  operationId: 'listUnknownIdTags',
  tags: ['Authorization'],
  summary: 'List unknown id tags',
  description:
    'Tags that were presented at a charger and are not registered, presented last first; the last 1,000 of them. Once registered, a tag leaves this list.',
  ...securedBy('read'),
  request: { query: z.strictObject(PAGE_PARAMETERS).refine(isOneStart, ONE_START) },
  responses: {
    200: jsonResponse('One page of them.', Body, {
      idTags: [
        {
          idTag: '04A1B2C3',
          chargeBoxId: 'CP-OFFICE-01',
          status: 'Invalid',
          reason: 'This id tag is not registered.',
          count: 3,
          firstAt: '2025-01-15T10:40:00Z',
          lastAt: '2025-01-15T10:41:30Z',
        },
      ],
      pagination: { total: 1, limit: 50, offset: 0, nextCursor: null },
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN'),
  },
});

export const listUnknownIdTags = defineRoute({
  route,
  handler: async (c) => {
    const { accountId } = c.var.caller;
    const { rows, pagination } = await readPage(c.req.valid('query'), {
      position: z.strictObject({ lastAt: z.int(), foldedIdTag: z.string() }),
      read: (page) => pageUnknownIdTags(c.env.DB, accountId, page),
      positionOf: ({ lastAt, foldedIdTag }) => ({ lastAt, foldedIdTag }),
      total: { counted: (atMost) => countUnknownIdTags(c.env.DB, accountId, atMost) },
    });
    return c.json({ idTags: rows.map(unknownIdTag), pagination }, 200);
  },
});

function unknownIdTag(row: UnknownIdTagRow): z.infer<typeof UnknownIdTag> {
  return {
    idTag: row.idTag,
    chargeBoxId: row.chargeBoxId,
    status: row.status,
    reason: row.reason,
    count: row.count,
    firstAt: toIsoTime(row.firstAt),
    lastAt: toIsoTime(row.lastAt),
  };
}
