import { createRoute, z } from '@hono/zod-openapi';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { CONNECTOR_EXAMPLE, ConnectorStatus } from './connector.ts';
import { ConnectorPath } from './connector-path.ts';
import { findConnector } from './find-connector.ts';

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/connectors/{connectorId}/status',
  operationId: 'readConnectorStatus',
  tags: ['Connectors'],
  summary: 'Read the status of a connector',
  description: 'What the charger reported last, and what runs on the connector now.',
  ...securedBy('read'),
  request: { params: ConnectorPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('Its status.', ConnectorStatus, { chargeBoxId: 'CP-OFFICE-01', ...CONNECTOR_EXAMPLE }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readConnectorStatus = defineRoute({
  route,
  handler: async (c) => {
    const path = c.req.valid('param');
    const { registration, connector } = await findConnector(c.env.CHARGER, c.var.caller.accountId, path);
    return c.json({ chargeBoxId: registration.chargeBoxId, ...connector }, 200);
  },
});
