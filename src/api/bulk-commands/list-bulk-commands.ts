import { createRoute, z } from '@hono/zod-openapi';
import { type BulkCommandRow, countBulkCommands, pageBulkCommands } from '../../d1/bulk-commands.ts';
import { toIsoTime } from '../../lib/time.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { isOneStart, ONE_START, PAGE_PARAMETERS, Pagination, readPage } from '../pagination/page.ts';
import { BULK_COMMAND_EXAMPLE, BULK_COMMAND_FIELDS } from './bulk-command.ts';

const { id, action, filter, total, state, createdAt, endedAt } = BULK_COMMAND_FIELDS;

const ListedBulkCommand = z
  .strictObject({
    id,
    action,
    filter,
    total,
    state,
    createdAt,
    endedAt,
  })
  .openapi('ListedBulkCommand');

const Body = z
  .strictObject({ bulkCommands: z.array(ListedBulkCommand), pagination: Pagination })
  .openapi('BulkCommandList');

const route = createRoute({
  method: 'get',
  path: '/bulk-commands',
  operationId: 'listBulkCommands',
  tags: ['Bulk commands'],
  summary: 'List bulk commands',
  description: 'Those of the last 30 days, newest first.',
  ...securedBy('read'),
  request: { query: z.strictObject(PAGE_PARAMETERS).refine(isOneStart, ONE_START) },
  responses: {
    200: jsonResponse('One page of them.', Body, {
      bulkCommands: [
        {
          id: BULK_COMMAND_EXAMPLE.id,
          action: BULK_COMMAND_EXAMPLE.action,
          filter: BULK_COMMAND_EXAMPLE.filter,
          total: BULK_COMMAND_EXAMPLE.total,
          state: BULK_COMMAND_EXAMPLE.state,
          createdAt: BULK_COMMAND_EXAMPLE.createdAt,
          endedAt: null,
        },
      ],
      pagination: { total: 1, limit: 50, offset: 0, nextCursor: null },
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN'),
  },
});

export const listBulkCommands = defineRoute({
  route,
  handler: async (c) => {
    const { accountId } = c.var.caller;
    const { rows, pagination } = await readPage(c.req.valid('query'), {
      position: z.strictObject({ bulkCommandId: z.string() }),
      read: ({ after, ...page }) =>
        pageBulkCommands(c.env.DB, accountId, { ...page, after: after?.bulkCommandId ?? null }),
      positionOf: ({ bulkCommandId }) => ({ bulkCommandId }),
      total: { counted: (atMost) => countBulkCommands(c.env.DB, accountId, atMost) },
    });
    return c.json({ bulkCommands: rows.map(toListed), pagination }, 200);
  },
});

function toListed({ bulkCommandId, ...row }: BulkCommandRow): z.infer<typeof ListedBulkCommand> {
  return {
    id: bulkCommandId,
    ...row,
    createdAt: toIsoTime(row.createdAt),
    endedAt: row.endedAt === null ? null : toIsoTime(row.endedAt),
  };
}
