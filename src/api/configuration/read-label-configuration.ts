import { createRoute, z } from '@hono/zod-openapi';
import { findLabelConfiguration } from '../../d1/label-configurations.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import {
  LABEL_CONFIGURATION_EXAMPLE,
  LabelConfiguration,
  labelConfigurationBody,
  LabelPath,
  noSuchLabelConfiguration,
} from './label-configuration.ts';

const route = createRoute({
  method: 'get',
  path: '/label-configurations/{label}',
  operationId: 'readLabelConfiguration',
  tags: ['Configuration'],
  summary: 'What chargers with a label should be set to',
  description: 'The wishes for all chargers that have this label, now or later.',
  ...securedBy('read'),
  request: { params: LabelPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('What is wanted of them.', LabelConfiguration, LABEL_CONFIGURATION_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readLabelConfiguration = defineRoute({
  route,
  handler: async (c) => {
    const { label } = c.req.valid('param');
    const row = await findLabelConfiguration(c.env.DB, c.var.caller.accountId, label);
    if (row === null) throw noSuchLabelConfiguration(label);
    return c.json(labelConfigurationBody(row), 200);
  },
});
