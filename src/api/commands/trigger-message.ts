import { z } from '@hono/zod-openapi';
import { TriggerMessage } from '../../ocpp/v16/messages/remote-trigger/trigger-message.ts';
import { ExtendedTriggerMessage } from '../../ocpp/v16/messages/security/extended-trigger-message.ts';
import { defineCommandRoute } from './define-command-route.ts';

const PLAIN = TriggerMessage.request.shape.requestedMessage.options;
const EXTENDED = ExtendedTriggerMessage.request.shape.requestedMessage.options;

export const triggerMessage = defineCommandRoute(TriggerMessage, {
  path: 'trigger',
  operationId: 'triggerMessage',
  summary: 'Ask a charger for a message',
  description:
    'The charger sends the message after its answer; the command’s outcome names it. With extended: true it is an ExtendedTriggerMessage of the security white paper, which asks for certificates and logs too.',
  body: z.strictObject({
    requestedMessage: z
      .enum([...new Set([...PLAIN, ...EXTENDED])])
      .describe(`Plain: ${PLAIN.join(', ')}. Extended: ${EXTENDED.join(', ')}.`),
    connectorId: z.int().min(0).optional().describe('One connector; without it all of them.'),
    extended: z.boolean().default(false),
  }),
  example: { requestedMessage: 'StatusNotification', connectorId: 1 },
  answer: { status: 'Accepted' },
  alsoSends: ['ExtendedTriggerMessage'],
  toCommand: ({ extended, ...payload }) => ({
    action: extended === true ? 'ExtendedTriggerMessage' : 'TriggerMessage',
    payload,
  }),
});
