import { createRoute, z } from '@hono/zod-openapi';
import { chargingProfilePurpose } from '../../ocpp/v16/types/charging-profile.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { commandAnswer } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { securedBy } from '../openapi/secured-by.ts';

const integerParameter = (description: string) =>
  z.coerce.number().int().optional().describe(description).openapi({ type: 'integer' });

const Criteria = z.strictObject({
  id: integerParameter('The chargingProfileId; the other criteria are ignored then.'),
  connectorId: integerParameter('0 is the charge point.'),
  chargingProfilePurpose: chargingProfilePurpose().optional(),
  stackLevel: integerParameter('Its level.'),
});

const route = createRoute({
  method: 'delete',
  path: '/chargers/{chargeBoxId}/charging-profiles',
  operationId: 'clearChargingProfiles',
  tags: ['Smart charging'],
  summary: 'Remove charging profiles',
  description:
    'Sends ClearChargingProfile (OCPP 1.6 5.5): the one of the id, or those that meet all criteria, or all where there are none. Unknown: none matched at the charger.',
  ...securedBy('operate'),
  request: { params: ChargerPath, query: Criteria },
  responses: commandResponses('ClearChargingProfilesAnswer', 'ClearChargingProfile', {}, {}),
  'x-ocpp-action': 'ClearChargingProfile',
});

export const clearChargingProfiles = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const command = { action: 'ClearChargingProfile' as const, payload: c.req.valid('query') };
    const sent = await sendCommand(c, chargeBoxId, command);
    return c.json(commandAnswer(sent, { action: command.action, chargeBoxId }), 200);
  },
});
