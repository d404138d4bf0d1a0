import { createRoute, z } from '@hono/zod-openapi';
import { eventLogName, type StatusChange } from '../../contracts/event-log-rpc.ts';
import { asking } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { limitParameter } from '../pagination/limit-parameter.ts';
import { ConnectorPath } from './connector-path.ts';
import { findConnector } from './find-connector.ts';

const Change = z
  .strictObject({
    connectorId: z.int(),
    status: z.string(),
    previousStatus: z.string().nullable(),
    errorCode: z.string(),
    info: z.string().nullable(),
    vendorErrorCode: z.string().nullable(),
    since: z.iso.datetime(),
  })
  .openapi('StatusChange');

const Body = z
  .strictObject({ chargeBoxId: z.string(), connectorId: z.int(), history: z.array(Change) })
  .openapi('ConnectorHistory');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/connectors/{connectorId}/history',
  operationId: 'listConnectorHistory',
  tags: ['Connectors'],
  summary: 'List the status changes of a connector',
  description:
    'Newest first, read from the account’s event log: as far back as its latest 20,000 events, of all chargers, reach.',
  ...securedBy('read'),
  request: {
    params: ConnectorPath,
    query: z.strictObject({ limit: limitParameter() }),
  },
  responses: {
    200: jsonResponse('The changes.', Body, {
      chargeBoxId: 'CP-OFFICE-01',
      connectorId: 1,
      history: [
        {
          connectorId: 1,
          status: 'Preparing',
          previousStatus: 'Available',
          errorCode: 'NoError',
          info: null,
          vendorErrorCode: null,
          since: '2025-01-15T10:34:10Z',
        },
      ],
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const listConnectorHistory = defineRoute({
  route,
  handler: async (c) => {
    const { accountId } = c.var.caller;
    const path = c.req.valid('param');
    const { registration, connector } = await findConnector(c.env.CHARGER, accountId, path);
    const { connectorId } = connector;
    const log = c.env.EVENT_LOG.getByName(eventLogName(accountId));
    const history = await asking<StatusChange[]>(async () =>
      log.connectorHistory(registration.chargerId, connectorId, c.req.valid('query').limit),
    );
    return c.json({ chargeBoxId: registration.chargeBoxId, connectorId, history }, 200);
  },
});
