import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Connector, CONNECTOR_EXAMPLE } from './connector.ts';

const Body = z
  .strictObject({ chargeBoxId: z.string(), connectors: z.array(Connector) })
  .openapi('ConnectorList');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/connectors',
  operationId: 'listConnectors',
  tags: ['Connectors'],
  summary: 'List the connectors of a charger',
  description: 'Those it has reported so far. Connector 0, where there is one, is the charger as a whole.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('All of them.', Body, { chargeBoxId: 'CP-OFFICE-01', connectors: [CONNECTOR_EXAMPLE] }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const listConnectors = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { accountId } = c.var.caller;
    const description = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).describe(accountId),
    );
    if (description === null) throw noSuchCharger(chargeBoxId);
    const { registration, connectors } = description;
    return c.json({ chargeBoxId: registration.chargeBoxId, connectors }, 200);
  },
});
