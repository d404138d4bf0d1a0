import { createRoute, z } from '@hono/zod-openapi';
import { isOutgoingAction, messages, type OutgoingAction } from '../../ocpp/v16/messages/index.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { jsonBody } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { commandAnswer, DeliverWithinSeconds, TimeoutSeconds } from './command-answer.ts';
import { commandResponses } from './command-responses.ts';
import { sendCommand } from './send-command.ts';

/** Every message that a Central System may send. */
export const ACTIONS: readonly OutgoingAction[] = Object.keys(messages).filter(isOutgoingAction);

const RawCommand = z
  .strictObject({
    action: z.enum(ACTIONS).describe('A message that a Central System may send.'),
    payload: z.record(z.string(), z.unknown()).default({}).describe('Its fields, as OCPP names them.'),
    timeoutSeconds: TimeoutSeconds.optional(),
    deliverWithinSeconds: DeliverWithinSeconds.optional(),
  })
  .openapi('RawCommand');

const route = createRoute({
  method: 'post',
  path: '/chargers/{chargeBoxId}/commands',
  operationId: 'sendRawCommand',
  tags: ['Commands'],
  summary: 'Send any OCPP message to a charger',
  description:
    'The payload is validated by the message’s own schema and sent, also what the richer routes refuse because we know better: an unknown connector, key, transaction or reservation. What the standard forbids stays refused. It has the same effects as the richer route.',
  ...securedBy('operate'),
  request: {
    params: ChargerPath,
    body: jsonBody(RawCommand, { action: 'RemoteStopTransaction', payload: { transactionId: 4711 } }),
  },
  responses: commandResponses('RawCommandAnswer', 'RemoteStopTransaction', {}, { status: 'Rejected' }),
});

export const sendRawCommand = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { action, payload, timeoutSeconds, deliverWithinSeconds } = c.req.valid('json');
    const sent = await sendCommand(c, chargeBoxId, {
      action,
      payload,
      isRaw: true,
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(deliverWithinSeconds === undefined ? {} : { deliverWithinSeconds }),
    });
    return c.json(commandAnswer(sent, { action, chargeBoxId }), sent.deliverUntil === undefined ? 200 : 202);
  },
});
