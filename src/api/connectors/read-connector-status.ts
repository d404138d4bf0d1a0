import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { CONNECTOR_EXAMPLE, ConnectorStatus } from './connector.ts';
import { ConnectorPath } from './connector-path.ts';
import { unknownConnector } from './unknown-connector.ts';

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
    const { chargeBoxId, connectorId } = c.req.valid('param');
    const { accountId } = c.var.caller;
    const description = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).describe(accountId),
    );
    if (description === null) throw noSuchCharger(chargeBoxId);
    const { registration, connectors } = description;
    const connector = connectors.find((candidate) => candidate.connectorId === connectorId);
    if (connector === undefined) {
      throw unknownConnector(
        registration.chargeBoxId,
        connectors.map((known) => known.connectorId),
      );
    }
    return c.json({ chargeBoxId: registration.chargeBoxId, ...connector }, 200);
  },
});
