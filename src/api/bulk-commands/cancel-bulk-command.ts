import { createRoute, z } from '@hono/zod-openapi';
import { asking } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { ACTION_ERRORS, errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { BULK_COMMAND_EXAMPLE, BulkCommand, BulkCommandPath, toBulkCommand } from './bulk-command.ts';
import { bulkCommandObject, noSuchBulkCommand } from './bulk-command-object.ts';

const route = createRoute({
  method: 'post',
  path: '/bulk-commands/{bulkCommandId}/cancel',
  operationId: 'cancelBulkCommand',
  tags: ['Bulk commands'],
  summary: 'Stop a bulk command',
  description:
    'Nothing more is sent. What has been sent cannot be taken back: its answers are still noted, and what waits for a charger that is offline still waits.',
  ...securedBy('operate'),
  request: { params: BulkCommandPath, body: jsonBody(z.strictObject({}), {}, false) },
  responses: {
    200: jsonResponse('It is cancelled.', BulkCommand, {
      ...BULK_COMMAND_EXAMPLE,
      state: 'cancelled',
      endedAt: '2025-01-15T10:35:04.120Z',
    }),
    ...errorResponses(...ACTION_ERRORS),
  },
});

export const cancelBulkCommand = defineRoute({
  route,
  handler: async (c) => {
    const { bulkCommandId } = c.req.valid('param');
    const object = bulkCommandObject(c.env.BULK_COMMAND, bulkCommandId);
    const cancelled = await asking(async () => object.cancel(c.var.caller.accountId));
    if (cancelled === null) throw noSuchBulkCommand(bulkCommandId);
    if (cancelled === 'isCompleted') {
      throw new ApiError('CONFLICT', 'Every charger has had its turn, so there is nothing left to cancel.');
    }
    return c.json(toBulkCommand(cancelled), 200);
  },
});
