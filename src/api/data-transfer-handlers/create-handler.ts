import { createRoute, z } from '@hono/zod-openapi';
import { insertDataTransferHandler } from '../../d1/data-transfer-handlers.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import {
  HANDLER_EXAMPLE,
  HANDLER_FIELDS,
  HandlerBody,
  handlerBody,
  hasOneAnswer,
  ONE_ANSWER,
  VendorId,
} from './handler-body.ts';

const NewHandler = z
  .strictObject({
    vendorId: VendorId,
    messageIds: HANDLER_FIELDS.messageIds.default(null),
    reply: HANDLER_FIELDS.reply.default(null),
    url: HANDLER_FIELDS.url.default(null),
  })
  .refine(hasOneAnswer, ONE_ANSWER)
  .openapi('NewDataTransferHandler');

const route = createRoute({
  method: 'post',
  path: '/data-transfer-handlers',
  operationId: 'createDataTransferHandler',
  tags: ['Commands'],
  summary: 'Say what a vendor’s data gets',
  description:
    'From now on DataTransfer of this vendor, from any charger of the account, is answered so. Without a handler a charger is told UnknownVendorId.',
  ...securedBy('manage'),
  request: {
    body: jsonBody(NewHandler, {
      vendorId: 'com.example',
      messageIds: ['getTariff'],
      reply: { status: 'Accepted', data: '{"eurPerKwh":0.39}' },
    }),
  },
  responses: {
    201: jsonResponse('It is in force.', HandlerBody, HANDLER_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'ALREADY_EXISTS', 'PAYLOAD_TOO_LARGE'),
  },
});

export const createDataTransferHandler = defineRoute({
  route,
  handler: async (c) => {
    const handler = { ...c.req.valid('json'), createdAt: Date.now() };
    if (!(await insertDataTransferHandler(c.env.DB, c.var.caller.accountId, handler))) {
      throw new ApiError(
        'ALREADY_EXISTS',
        `There is a handler for "${handler.vendorId}", or a hundred of them. GET /api/v1/data-transfer-handlers shows them; PATCH changes one, DELETE removes one.`,
      );
    }
    return c.json(handlerBody(handler), 201);
  },
});
