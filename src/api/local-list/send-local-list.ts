import { createRoute, z } from '@hono/zod-openapi';
import { asking, chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { answerOf, commandAnswer, TimeoutSeconds } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { noteCommand } from '../commands/note-command.ts';
import { defineRoute } from '../define-route.ts';
import { jsonBody } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { tagsOfCharger } from './tags-of-charger.ts';

const Send = z
  .strictObject({
    updateType: z
      .enum(['Full', 'Differential'])
      .optional()
      .describe('Without it: Differential where the charger has acknowledged a list, else Full.'),
    timeoutSeconds: TimeoutSeconds.optional(),
  })
  .openapi('LocalListSend');

const route = createRoute({
  method: 'post',
  path: '/chargers/{chargeBoxId}/local-list/send',
  operationId: 'sendLocalList',
  tags: ['Local list'],
  summary: 'Send the local authorization list to a charger',
  description:
    'Sends SendLocalList (OCPP 1.6 5.15) and waits for the charger’s answer. What is longer than its SendLocalListMaxLength goes as several messages with rising versions: the answer is that to the first one, and GET …/local-list shows when all has gone. A list from id tags is read anew first.',
  ...securedBy('operate'),
  'x-ocpp-action': 'SendLocalList',
  request: { params: ChargerPath, body: jsonBody(Send, {}, false) },
  responses: commandResponses(
    'LocalListSendAnswer',
    'SendLocalList',
    { updateType: z.string().optional(), listVersion: z.int().optional(), entriesSent: z.int().optional() },
    { updateType: 'Full', listVersion: 3, entriesSent: 1 },
  ),
});

const Sent = z.object({
  updateType: z.string(),
  listVersion: z.int(),
  localAuthorizationList: z.array(z.unknown()).default([]),
});

export const sendLocalList = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { updateType, timeoutSeconds } = c.req.valid('json');
    const { accountId } = c.var.caller;
    const object = chargerObject(c.env.CHARGER, chargeBoxId);
    const list = await reading(async () => object.localList(accountId));
    if (list === null) throw noSuchCharger(chargeBoxId);
    const change =
      list.source === 'idTags'
        ? await tagsOfCharger(c.env.DB, accountId, chargeBoxId, Date.now())
        : undefined;
    const result = await asking(async () =>
      object.sendLocalList(accountId, {
        ...(updateType === undefined ? {} : { updateType }),
        ...(change === undefined ? {} : { change }),
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      }),
    );
    noteCommand(c, chargeBoxId, result);
    const sent = answerOf(result, { action: 'SendLocalList', chargeBoxId });
    const { localAuthorizationList, ...update } = Sent.parse(sent.payload);
    const answer = commandAnswer(sent, { action: 'SendLocalList', chargeBoxId });
    return c.json({ ...answer, ...update, entriesSent: localAuthorizationList.length }, 200);
  },
});
