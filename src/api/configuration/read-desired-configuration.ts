import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { desiredBody } from './desired-fields.ts';
import { ChargerDesire, CHARGER_DESIRE_EXAMPLE } from './charger-desire.ts';

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/configuration/desired',
  operationId: 'readDesiredConfiguration',
  tags: ['Configuration'],
  summary: 'What a charger should be set to',
  description:
    'The charger’s own wishes, without those of its labels. GET …/configuration/drift compares both.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('What is wanted of it.', ChargerDesire, CHARGER_DESIRE_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readDesiredConfiguration = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const known = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).configuration(c.var.caller.accountId),
    );
    if (known === null) throw noSuchCharger(chargeBoxId);
    return c.json({ chargeBoxId: known.chargeBoxId, desired: desiredBody(known.desired) }, 200);
  },
});
