import { createRoute, z } from '@hono/zod-openapi';
import { deleteLabelConfiguration as deleteRow } from '../../d1/label-configurations.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { LabelPath, noSuchLabelConfiguration } from './label-configuration.ts';

const Body = z
  .strictObject({ label: z.string(), deleted: z.literal(true) })
  .openapi('DeletedLabelConfiguration');

const route = createRoute({
  method: 'delete',
  path: '/label-configurations/{label}',
  operationId: 'deleteLabelConfiguration',
  tags: ['Configuration'],
  summary: 'Take back what chargers with a label should be set to',
  description: 'The chargers keep what they are set to, and their label.',
  ...securedBy('manage'),
  request: { params: LabelPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('It is taken back.', Body, { label: 'office', deleted: true }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const deleteLabelConfiguration = defineRoute({
  route,
  handler: async (c) => {
    const { label } = c.req.valid('param');
    if (!(await deleteRow(c.env.DB, c.var.caller.accountId, label))) throw noSuchLabelConfiguration(label);
    return c.json({ label, deleted: true as const }, 200);
  },
});
