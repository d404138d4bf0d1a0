import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Charger, chargerBody } from './charger-body.ts';
import { CHARGER_EXAMPLE } from './charger-example.ts';
import { ChargerPath } from './charger-path.ts';

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}',
  operationId: 'readCharger',
  tags: ['Chargers'],
  summary: 'Read a charger',
  description: 'All that is known of it, to the second: it is asked of the charger’s own part of the system.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('The charger.', Charger, CHARGER_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readCharger = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { accountId } = c.var.caller;
    const description = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).describe(accountId),
    );
    if (description === null) throw noSuchCharger(chargeBoxId);
    return c.json(chargerBody(description, c.req.url), 200);
  },
});
