import { createRoute, z } from '@hono/zod-openapi';
import { deleteDataTransferHandler as deleteRow } from '../../d1/data-transfer-handlers.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { HandlerPath, noSuchHandler } from './handler-path.ts';

const Body = z
  .strictObject({ vendorId: z.string(), deleted: z.literal(true) })
  .openapi('DeletedDataTransferHandler');

const route = createRoute({
  method: 'delete',
  path: '/data-transfer-handlers/{vendorId}',
  operationId: 'deleteDataTransferHandler',
  tags: ['Commands'],
  summary: 'Remove what a vendor’s data gets',
  description: 'Chargers are told UnknownVendorId from now on.',
  ...securedBy('manage'),
  request: { params: HandlerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('It is removed.', Body, { vendorId: 'com.example', deleted: true }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const deleteDataTransferHandler = defineRoute({
  route,
  handler: async (c) => {
    const { vendorId } = c.req.valid('param');
    if (!(await deleteRow(c.env.DB, c.var.caller.accountId, vendorId))) throw noSuchHandler(vendorId);
    return c.json({ vendorId, deleted: true as const }, 200);
  },
});
