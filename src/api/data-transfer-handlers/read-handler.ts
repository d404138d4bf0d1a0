import { createRoute, z } from '@hono/zod-openapi';
import { findDataTransferHandler } from '../../d1/data-transfer-handlers.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { HANDLER_EXAMPLE, HandlerBody, handlerBody } from './handler-body.ts';
import { HandlerPath, noSuchHandler } from './handler-path.ts';

const route = createRoute({
  method: 'get',
  path: '/data-transfer-handlers/{vendorId}',
  operationId: 'readDataTransferHandler',
  tags: ['Commands'],
  summary: 'Read what a vendor’s data gets',
  description: 'The handler of this vendor.',
  ...securedBy('read'),
  request: { params: HandlerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('The handler.', HandlerBody, HANDLER_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readDataTransferHandler = defineRoute({
  route,
  handler: async (c) => {
    const { vendorId } = c.req.valid('param');
    const handler = await findDataTransferHandler(c.env.DB, c.var.caller.accountId, vendorId);
    if (handler === null) throw noSuchHandler(vendorId);
    return c.json(handlerBody(handler), 200);
  },
});
