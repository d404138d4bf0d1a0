import { createRoute } from '@hono/zod-openapi';
import { asking, chargerObject } from '../charger-object.ts';
import { answerOf, commandAnswer } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { noteCommand } from '../commands/note-command.ts';
import { defineRoute } from '../define-route.ts';
import { invalidField } from '../errors/api-error.ts';
import { jsonBody } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { CHARGER_LIMIT, CONNECTOR_LIMIT, LimitChange, LimitPath, type LimitPlace } from './limit.ts';

function setLimit({ path, params, name }: LimitPlace) {
  const route = createRoute({
    method: 'put',
    path,
    operationId: `set${name}Limit`,
    tags: ['Smart charging'],
    summary: `Limit a ${name.toLowerCase()}`,
    description:
      name === 'Charger'
        ? 'From now on all connectors together stay below it: a ChargePointMaxProfile. The running session feels it at once.'
        : 'From now on the connector stays below it: a TxDefaultProfile above the others, and one for the running session where that has a profile of its own.',
    ...securedBy('operate'),
    request: { params, body: jsonBody(LimitChange, { amps: 10 }) },
    responses: commandResponses(`${name}LimitAnswer`, 'SetChargingProfile', {}, {}),
    'x-ocpp-action': 'SetChargingProfile',
  });
  return defineRoute({
    route,
    handler: async (c) => {
      const { chargeBoxId, connectorId } = LimitPath.parse(c.req.valid('param'));
      const { amps, watts, until, timeoutSeconds } = c.req.valid('json');
      const untilMs = until === undefined ? null : Date.parse(until);
      if (untilMs !== null && untilMs <= Date.now()) {
        throw invalidField('body', 'until', 'future', 'must lie in the future');
      }
      const change = {
        connectorId,
        unit: amps === undefined ? ('W' as const) : ('A' as const),
        value: amps ?? watts ?? 0,
        until: untilMs,
      };
      const result = await asking(async () =>
        chargerObject(c.env.CHARGER, chargeBoxId).setLimit(c.var.caller.accountId, change, timeoutSeconds),
      );
      noteCommand(c, chargeBoxId, result);
      const command = { action: 'SetChargingProfile', chargeBoxId };
      return c.json(commandAnswer(answerOf(result, command), command), 200);
    },
  });
}

export const setChargerLimit = setLimit(CHARGER_LIMIT);
export const setConnectorLimit = setLimit(CONNECTOR_LIMIT);
