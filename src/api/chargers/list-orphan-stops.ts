import { createRoute, z } from '@hono/zod-openapi';
import type { OrphanStopBody } from '../../contracts/charger-rpc.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { ChargerPath } from './charger-path.ts';

const OrphanStop = z
  .strictObject({
    receivedAt: z.iso.datetime(),
    payload: z.unknown().describe('The StopTransaction as the charger sent it.'),
  })
  .openapi('OrphanStop');

const Body = z
  .strictObject({ chargeBoxId: z.string(), orphanStops: z.array(OrphanStop) })
  .openapi('OrphanStopList');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/orphan-stops',
  operationId: 'listOrphanStops',
  tags: ['Transactions'],
  summary: 'List stops without a transaction',
  description:
    'StopTransaction messages of this charger that fitted no transaction. They were answered, so that the charger goes on, and kept here.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('All that are kept.', Body, {
      chargeBoxId: 'CP-OFFICE-01',
      orphanStops: [
        {
          receivedAt: '2025-01-15T11:50:02.118Z',
          payload: { transactionId: -1, meterStop: 28_730, timestamp: '2025-01-15T11:50:00Z' },
        },
      ],
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const listOrphanStops = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { accountId } = c.var.caller;
    const orphanStops = await reading<OrphanStopBody[] | null>(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).orphanStops(accountId),
    );
    if (orphanStops === null) throw noSuchCharger(chargeBoxId);
    return c.json({ chargeBoxId, orphanStops }, 200);
  },
});
