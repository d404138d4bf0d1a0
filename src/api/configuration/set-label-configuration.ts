import { createRoute } from '@hono/zod-openapi';
import { findLabelConfiguration, writeLabelConfiguration } from '../../d1/label-configurations.ts';
import { replaceWishes } from '../../domain/configuration-drift.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { DesiredConfiguration } from './desired-fields.ts';
import {
  LABEL_CONFIGURATION_EXAMPLE,
  LabelConfiguration,
  labelConfigurationBody,
  LabelPath,
} from './label-configuration.ts';

const route = createRoute({
  method: 'put',
  path: '/label-configurations/{label}',
  operationId: 'setLabelConfiguration',
  tags: ['Configuration'],
  summary: 'Say what chargers with a label should be set to',
  description:
    'Replaces all wishes for this label. A charger’s own wishes count before these; of several labels the first by name counts, and the drift shows the conflict. Nothing is sent.',
  ...securedBy('manage'),
  request: { params: LabelPath, body: jsonBody(DesiredConfiguration, { MeterValueSampleInterval: '60' }) },
  responses: {
    200: jsonResponse('What is wanted of them now.', LabelConfiguration, LABEL_CONFIGURATION_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'PAYLOAD_TOO_LARGE'),
  },
});

export const setLabelConfiguration = defineRoute({
  route,
  handler: async (c) => {
    const { label } = c.req.valid('param');
    const { accountId } = c.var.caller;
    const before = await findLabelConfiguration(c.env.DB, accountId, label);
    const updatedAt = Date.now();
    const desired = replaceWishes(before?.desired ?? [], c.req.valid('json'), updatedAt);
    const row = { label, desired, updatedAt };
    await writeLabelConfiguration(c.env.DB, accountId, row);
    return c.json(labelConfigurationBody(row), 200);
  },
});
