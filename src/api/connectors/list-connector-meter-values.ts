import { createRoute, z } from '@hono/zod-openapi';
import type { ConnectorSeries } from '../../contracts/charger-rpc.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { Moment } from '../moment.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { limitParameter } from '../pagination/limit-parameter.ts';
import { METER_VALUE_EXAMPLE, MeterValue } from '../transactions/meter-value.ts';
import { ConnectorPath } from './connector-path.ts';
import { findConnector } from './find-connector.ts';

const Query = z.strictObject({
  from: Moment.optional().describe('Only at or after this moment.'),
  to: Moment.optional().describe('Only before this moment.'),
  limit: limitParameter({
    usual: 1_000,
    most: 10_000,
    description: 'How many at most, the newest. What is before them: `to` the time of the first one.',
  }),
});

const Body = z
  .strictObject({ chargeBoxId: z.string(), connectorId: z.int(), meterValues: z.array(MeterValue) })
  .openapi('ConnectorMeterValues');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/connectors/{connectorId}/meter-values',
  operationId: 'listConnectorMeterValues',
  tags: ['Connectors'],
  summary: 'List the meter values of a connector outside transactions',
  description:
    'What it measured while nothing ran, in the order of time: normalised, and as it was sent. Connector 0 is the main meter of the charger. What belongs to a transaction is read there. The newest 20,000 messages are looked through.',
  ...securedBy('read'),
  request: { params: ConnectorPath, query: Query },
  responses: {
    200: jsonResponse('The series.', Body, {
      chargeBoxId: 'CP-OFFICE-01',
      connectorId: 1,
      meterValues: [{ ...METER_VALUE_EXAMPLE, context: 'Sample.Clock' }],
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const listConnectorMeterValues = defineRoute({
  route,
  handler: async (c) => {
    const path = c.req.valid('param');
    const { connectorId } = path;
    const { from, to, limit } = c.req.valid('query');
    const { accountId } = c.var.caller;
    const series = await reading<ConnectorSeries | null>(async () =>
      chargerObject(c.env.CHARGER, path.chargeBoxId).connectorMeterValues(accountId, connectorId, {
        ...(from === undefined ? {} : { from: Date.parse(from) }),
        ...(to === undefined ? {} : { to: Date.parse(to) }),
        limit,
      }),
    );
    if (series === null) throw noSuchCharger(path.chargeBoxId);
    const { chargeBoxId, meterValues } = series;
    // Nothing was measured, or there is no such connector; the main meter may be there without a word.
    if (meterValues.length === 0 && connectorId > 0) await findConnector(c.env.CHARGER, accountId, path);
    return c.json({ chargeBoxId, connectorId, meterValues }, 200);
  },
});
