import { createRoute, z } from '@hono/zod-openapi';
import { importIdTags as importRows } from '../../d1/id-tags.ts';
import { foldIdTag } from '../../domain/authorization.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { newIdTagRow } from './id-tag-body.ts';
import { NewIdTag } from './id-tag-fields.ts';

const MOST_AT_ONCE = 1_000;

const Import = z
  .array(NewIdTag)
  .min(1)
  .max(MOST_AT_ONCE, `Too many: import at most ${MOST_AT_ONCE} id tags at once`)
  .superRefine((tags, context) => {
    const seen = new Set<string>();
    for (const [index, { idTag }] of tags.entries()) {
      const folded = foldIdTag(idTag);
      if (seen.has(folded)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'idTag'],
          message: `"${idTag}" stands in the list twice; case makes no difference`,
        });
      }
      seen.add(folded);
    }
  })
  .openapi('IdTagImport');

const Body = z
  .strictObject({
    imported: z.int().describe('How many were given.'),
    created: z.int().describe('How many of them were not registered before.'),
    updated: z.int().describe('How many of them were, and are now as given.'),
  })
  .openapi('IdTagImportAnswer');

const route = createRoute({
  method: 'post',
  path: '/id-tags/import',
  operationId: 'importIdTags',
  tags: ['Authorization'],
  summary: 'Import id tags',
  description:
    'Registers up to 1,000 id tags at once, all or none. One that is registered already becomes what is given here: a field that is absent takes its default. Tags that are not named stay.',
  ...securedBy('manage'),
  request: { body: jsonBody(Import, [{ idTag: 'USER-001', name: 'Ada’s card' }, { idTag: 'USER-002' }]) },
  responses: {
    200: jsonResponse('They are registered.', Body, { imported: 2, created: 1, updated: 1 }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'PAYLOAD_TOO_LARGE'),
  },
});

export const importIdTags = defineRoute({
  route,
  handler: async (c) => {
    const tags = c.req.valid('json');
    const now = Date.now();
    const rows = tags.map((tag) => newIdTagRow(tag, now));
    const updated = await importRows(c.env.DB, c.var.caller.accountId, rows);
    return c.json({ imported: tags.length, created: tags.length - updated, updated }, 200);
  },
});
