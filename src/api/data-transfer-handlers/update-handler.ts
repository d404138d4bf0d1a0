import { createRoute, z } from '@hono/zod-openapi';
import {
  findDataTransferHandler,
  updateDataTransferHandler as updateRow,
} from '../../d1/data-transfer-handlers.ts';
import { definedFields } from '../chargers/defined-fields.ts';
import { defineRoute } from '../define-route.ts';
import { invalidField } from '../errors/api-error.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import {
  HANDLER_EXAMPLE,
  HANDLER_FIELDS,
  HandlerBody,
  handlerBody,
  hasOneAnswer,
  ONE_ANSWER,
} from './handler-body.ts';
import { HandlerPath, noSuchHandler } from './handler-path.ts';

const HandlerChange = z
  .strictObject(z.object(HANDLER_FIELDS).partial().shape)
  .refine((change) => Object.keys(change).length > 0, { error: 'Must name at least one field to change' })
  .openapi('DataTransferHandlerChange');

const route = createRoute({
  method: 'patch',
  path: '/data-transfer-handlers/{vendorId}',
  operationId: 'updateDataTransferHandler',
  tags: ['Commands'],
  summary: 'Change what a vendor’s data gets',
  description:
    'Changes what the request names and leaves the rest; reply and url take each other’s place with null.',
  ...securedBy('manage'),
  request: { params: HandlerPath, body: jsonBody(HandlerChange, { messageIds: null }) },
  responses: {
    200: jsonResponse('The handler as it is now.', HandlerBody, HANDLER_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE'),
  },
});

export const updateDataTransferHandler = defineRoute({
  route,
  handler: async (c) => {
    const { vendorId } = c.req.valid('param');
    const { accountId } = c.var.caller;
    const before = await findDataTransferHandler(c.env.DB, accountId, vendorId);
    if (before === null) throw noSuchHandler(vendorId);
    const handler = { ...before, ...definedFields(c.req.valid('json')) };
    if (!hasOneAnswer(handler)) throw invalidField('body', 'reply', 'one_of', ONE_ANSWER.error);
    if (!(await updateRow(c.env.DB, accountId, handler))) throw noSuchHandler(vendorId);
    return c.json(handlerBody(handler), 200);
  },
});
