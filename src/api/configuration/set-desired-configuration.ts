import { createRoute } from '@hono/zod-openapi';
import { asking, chargerObject, noSuchCharger } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { ChargerDesire, CHARGER_DESIRE_EXAMPLE } from './charger-desire.ts';
import { desiredBody, DesiredConfiguration } from './desired-fields.ts';

const route = createRoute({
  method: 'put',
  path: '/chargers/{chargeBoxId}/configuration/desired',
  operationId: 'setDesiredConfiguration',
  tags: ['Configuration'],
  summary: 'Say what a charger should be set to',
  description:
    'Replaces all wishes for this charger; {} takes them back. Standard keys are checked as for a change. Nothing is sent: POST …/configuration/apply does that. These count before the wishes of the charger’s labels.',
  ...securedBy('manage'),
  request: {
    params: ChargerPath,
    body: jsonBody(DesiredConfiguration, { MeterValueSampleInterval: '60' }),
  },
  responses: {
    200: jsonResponse('What is wanted of it now.', ChargerDesire, CHARGER_DESIRE_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE'),
  },
});

export const setDesiredConfiguration = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const desired = c.req.valid('json');
    const known = await asking(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).desireConfiguration(c.var.caller.accountId, desired),
    );
    if (known === null) throw noSuchCharger(chargeBoxId);
    return c.json({ chargeBoxId: known.chargeBoxId, desired: desiredBody(known.desired) }, 200);
  },
});
