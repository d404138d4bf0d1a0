import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { LOCAL_LIST_EXAMPLE, LocalList } from './local-list.ts';

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/local-list',
  operationId: 'readLocalList',
  tags: ['Local list'],
  summary: 'Read the local authorization list of a charger',
  description:
    'Our list, which is the truth, and how the charger’s stands to it. Nothing is asked of the charger.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('The list.', LocalList, LOCAL_LIST_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readLocalList = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const list = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).localList(c.var.caller.accountId),
    );
    if (list === null) throw noSuchCharger(chargeBoxId);
    return c.json({ chargeBoxId, ...list }, 200);
  },
});
