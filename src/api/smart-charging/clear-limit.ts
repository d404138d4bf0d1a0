import { createRoute, z } from '@hono/zod-openapi';
import { asking, chargerObject } from '../charger-object.ts';
import { answerOf, commandAnswer } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { noteCommand } from '../commands/note-command.ts';
import { defineRoute } from '../define-route.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { CHARGER_LIMIT, CONNECTOR_LIMIT, LimitPath, type LimitPlace } from './limit.ts';

function clearLimit({ path, params, name }: LimitPlace) {
  const route = createRoute({
    method: 'delete',
    path,
    operationId: `clear${name}Limit`,
    tags: ['Smart charging'],
    summary: `Take the limit of a ${name.toLowerCase()} back`,
    description: 'Clears what PUT has installed, and nothing else. Unknown: the charger had none.',
    ...securedBy('operate'),
    request: { params, query: z.strictObject({}) },
    responses: commandResponses(`${name}LimitClearAnswer`, 'ClearChargingProfile', {}, {}),
    'x-ocpp-action': 'ClearChargingProfile',
  });
  return defineRoute({
    route,
    handler: async (c) => {
      const { chargeBoxId, connectorId } = LimitPath.parse(c.req.valid('param'));
      const result = await asking(async () =>
        chargerObject(c.env.CHARGER, chargeBoxId).clearLimit(c.var.caller.accountId, connectorId),
      );
      noteCommand(c, chargeBoxId, result);
      const command = { action: 'ClearChargingProfile', chargeBoxId };
      return c.json(commandAnswer(answerOf(result, command), command), 200);
    },
  });
}

export const clearChargerLimit = clearLimit(CHARGER_LIMIT);
export const clearConnectorLimit = clearLimit(CONNECTOR_LIMIT);
