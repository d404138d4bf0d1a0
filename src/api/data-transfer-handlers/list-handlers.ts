import { createRoute, z } from '@hono/zod-openapi';
import { listDataTransferHandlers as readHandlers } from '../../d1/data-transfer-handlers.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { HANDLER_EXAMPLE, HandlerBody, handlerBody } from './handler-body.ts';

const Body = z
  .strictObject({ dataTransferHandlers: z.array(HandlerBody) })
  .openapi('DataTransferHandlerList');

const route = createRoute({
  method: 'get',
  path: '/data-transfer-handlers',
  operationId: 'listDataTransferHandlers',
  tags: ['Commands'],
  summary: 'List what vendors’ data gets',
  description: 'All handlers of the account, by vendor; there are at most 100.',
  ...securedBy('read'),
  request: { query: z.strictObject({}) },
  responses: {
    200: jsonResponse('They.', Body, { dataTransferHandlers: [HANDLER_EXAMPLE] }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN'),
  },
});

export const listDataTransferHandlers = defineRoute({
  route,
  handler: async (c) => {
    const handlers = await readHandlers(c.env.DB, c.var.caller.accountId);
    return c.json({ dataTransferHandlers: handlers.map(handlerBody) }, 200);
  },
});
