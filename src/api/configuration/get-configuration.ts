import { createRoute, z } from '@hono/zod-openapi';
import { foldConfigurationKey } from '../../domain/configuration-keys.ts';
import { GetConfiguration } from '../../ocpp/v16/messages/core/get-configuration.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { commandAnswer, DeliverWithinSeconds, TimeoutSeconds } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { jsonBody } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { mergeAnswers } from './merge-answers.ts';

const { action, section } = GetConfiguration;

const Body = z
  .strictObject({
    key: z
      .array(z.string().min(1).max(50))
      .max(1_000)
      .optional()
      .describe('Which keys; all of them where this is left out or empty.'),
    timeoutSeconds: TimeoutSeconds.optional(),
    deliverWithinSeconds: DeliverWithinSeconds.optional(),
  })
  .openapi('GetConfiguration');

/** As the charger told it: some tell longer texts than the standard allows. */
const ToldKey = z.looseObject({ key: z.string(), readonly: z.boolean(), value: z.string().optional() });

const route = createRoute({
  method: 'post',
  path: '/chargers/{chargeBoxId}/configuration/get',
  operationId: 'getConfiguration',
  tags: ['Commands'],
  summary: 'Ask a charger for its configuration',
  description: `Sends ${action} (${section}) and waits for the charger’s answer. More keys than the charger has said it can be asked for at once (GetConfigurationMaxKeys) are asked in several calls, and their answers merged; all keys are one call. What it tells is kept: GET …/configuration shows it.`,
  ...securedBy('operate'),
  request: {
    params: ChargerPath,
    body: jsonBody(Body, { key: ['HeartbeatInterval', 'LightIntensity'] }, false),
  },
  responses: commandResponses(
    'GetConfigurationAnswer',
    action,
    {
      configurationKey: z.array(ToldKey).optional(),
      unknownKey: z.array(z.string()).optional().describe('Keys that the charger does not have.'),
      commandIds: z.array(z.string()).optional().describe('Of all calls, where there were several.'),
    },
    {
      configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '60' }],
      unknownKey: ['LightIntensity'],
    },
  ),
  'x-ocpp-action': action,
});

export const getConfiguration = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { key = [], ...waits } = c.req.valid('json');
    const keys = [...new Map(key.map((one) => [foldConfigurationKey(one), one])).values()];
    const known =
      keys.length < 2
        ? null
        : await reading(async () =>
            chargerObject(c.env.CHARGER, chargeBoxId).configuration(c.var.caller.accountId),
          );
    if (known === null && keys.length >= 2) throw noSuchCharger(chargeBoxId);
    const size = known?.maxKeys ?? Math.max(keys.length, 1);
    const answers = [];
    for (let from = 0; from < Math.max(keys.length, 1); from += size) {
      const part = keys.slice(from, from + size);
      const payload = part.length === 0 ? {} : { key: part };
      const { timeoutSeconds, deliverWithinSeconds } = waits;
      // One after the other: the charger gets one call at a time, and the next is not sent when it is gone.
      const sent = await sendCommand(c, chargeBoxId, {
        action,
        payload,
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        ...(deliverWithinSeconds === undefined ? {} : { deliverWithinSeconds }),
      });
      answers.push(sent);
      if (sent.error !== undefined) break;
    }
    const merged = mergeAnswers(answers);
    const status = merged.deliverUntil === undefined ? 200 : 202;
    return c.json(commandAnswer(merged, { action, chargeBoxId }), status);
  },
});
