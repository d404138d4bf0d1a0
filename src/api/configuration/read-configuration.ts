import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Configuration, CONFIGURATION_EXAMPLE } from './configuration-fields.ts';

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/configuration',
  operationId: 'readConfiguration',
  tags: ['Configuration'],
  summary: 'The last known configuration of a charger',
  description:
    'What the charger told of its keys, and how old that is; nothing is sent to it. POST …/configuration/get asks it.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('What is known.', Configuration, CONFIGURATION_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readConfiguration = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const known = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).configuration(c.var.caller.accountId),
    );
    if (known === null) throw noSuchCharger(chargeBoxId);
    const { keys, unknownKeys } = known;
    return c.json(
      {
        chargeBoxId: known.chargeBoxId,
        keys,
        unknownKeys,
        pendingReboot: keys.some(({ pendingReboot }) => pendingReboot),
      },
      200,
    );
  },
});
