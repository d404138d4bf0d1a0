import { createRoute, z } from '@hono/zod-openapi';
import { foldConfigurationKey, readableStandardKeys } from '../../domain/configuration-keys.ts';
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
  description: `Sends ${action} (${section}) and waits for the charger’s answer. More keys than the charger has said it can be asked for at once (GetConfigurationMaxKeys) are asked in several calls, and their answers merged; all keys are one call, and a charger that cannot answer that is asked for the standard ones by name. What it tells is kept: GET …/configuration shows it.`,
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

/** How many keys a charger is asked for at once that has not told how many it can be asked for. */
const USUAL_MAX_KEYS = 20;

export const getConfiguration = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { key = [], timeoutSeconds, deliverWithinSeconds } = c.req.valid('json');
    const keys = [...new Map(key.map((one) => [foldConfigurationKey(one), one])).values()];
    const known = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).configuration(c.var.caller.accountId),
    );
    if (known === null) throw noSuchCharger(chargeBoxId);
    const ask = async (parts: string[][]) => {
      const answers = [];
      for (const part of parts) {
        // One after the other: the charger gets one call at a time, and the next is not sent when it is gone.
        const sent = await sendCommand(c, chargeBoxId, {
          action,
          payload: part.length === 0 ? {} : { key: part },
          ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
          ...(deliverWithinSeconds === undefined ? {} : { deliverWithinSeconds }),
        });
        answers.push(sent);
        if (sent.error !== undefined) break;
      }
      return answers;
    };
    const asked = keys.length === 0 ? [[]] : partsOf(keys, known.maxKeys ?? keys.length);
    const first = await ask(asked);
    const [whole] = first;
    const answers =
      keys.length === 0 && whole !== undefined && isUnanswered(whole)
        ? [...first, ...(await ask(partsOf(readableStandardKeys(), known.maxKeys ?? USUAL_MAX_KEYS)))]
        : first;
    const merged = mergeAnswers(answers);
    const status = merged.deliverUntil === undefined ? 200 : 202;
    return c.json(commandAnswer(merged, { action, chargeBoxId }), status);
  },
});

function partsOf(keys: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(keys.length / size) }, (_, part) =>
    keys.slice(part * size, (part + 1) * size),
  );
}

/** Some chargers do not know how to tell all their keys: they refuse, or tell none (field: several). */
function isUnanswered({
  error,
  deliverUntil,
  confirmation,
}: Awaited<ReturnType<typeof sendCommand>>): boolean {
  const { configurationKey, unknownKey } = confirmation;
  const isEmpty = [configurationKey, unknownKey].every((list) => !Array.isArray(list) || list.length === 0);
  return deliverUntil === undefined && (error !== undefined || isEmpty);
}
