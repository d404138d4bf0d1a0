import { createRoute, z } from '@hono/zod-openapi';
import type { CommandRequest } from '../../contracts/command-rpc.ts';
import { isRepeatable } from '../../domain/repeatable-command.ts';
import type { MessageDefinition } from '../../ocpp/message.ts';
import type { OutgoingAction } from '../../ocpp/v16/messages/index.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { jsonBody } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { commandAnswer, DeliverWithinSeconds, TimeoutSeconds } from './command-answer.ts';
import { commandResponses } from './command-responses.ts';
import { sendCommand } from './send-command.ts';

const Waits = z.object({ timeoutSeconds: z.int().optional(), deliverWithinSeconds: z.int().optional() });

interface CommandRouteOptions {
  /** Behind the charger: `reset`. */
  path: string;
  operationId: string;
  summary: string;
  description: string;
  /** The fields of the body; the message's own unless the route asks for others. */
  body?: z.ZodObject;
  /** An example of the body. */
  example: Record<string, unknown>;
  /** An example of the charger's answer. */
  answer: Record<string, unknown>;
  /** The other messages that it may send in place of its own. */
  alsoSends?: OutgoingAction[];
  /** The command that the body asks for, where that is not its own fields; throws what is wrong with one. */
  toCommand?: (body: Record<string, unknown>) => OwnCommand | Promise<OwnCommand>;
}

type OwnCommand = Pick<CommandRequest, 'action' | 'payload' | 'isRaw'>;

/**
 * A route that sends one message and answers with what the charger said: `POST /chargers/{chargeBoxId}/<path>`. Body and
 * answer are the message's own fields, so that a reader of the standard knows them.
 */
export function defineCommandRoute(
  definition: MessageDefinition & { action: OutgoingAction },
  {
    path,
    operationId,
    summary,
    description,
    body,
    example,
    answer,
    alsoSends = [],
    toCommand,
  }: CommandRouteOptions,
) {
  const { action, section } = definition;
  const name = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}`;
  const waiting = isRepeatable(definition.action)
    ? { deliverWithinSeconds: DeliverWithinSeconds.optional() }
    : {};
  const Body: z.ZodObject = z
    .strictObject({
      ...(body ?? definition.request).shape,
      timeoutSeconds: TimeoutSeconds.optional(),
      ...waiting,
    })
    .openapi(name);
  const { status: _status, ...fields } = definition.confirmation.partial().shape;
  const route = createRoute({
    method: 'post',
    path: `/chargers/{chargeBoxId}/${path}`,
    operationId,
    tags: ['Commands'],
    summary,
    description: `${description} Sends ${action} (${section}) and waits for the charger’s answer.`,
    ...securedBy('operate'),
    request: {
      params: ChargerPath,
      body: jsonBody(Body, example, Object.keys(example).length > 0),
    },
    responses: commandResponses(`${name}Answer`, action, fields, answer),
    'x-ocpp-action': alsoSends.length === 0 ? action : [action, ...alsoSends],
  });
  return defineRoute({
    route,
    handler: async (c) => {
      const { chargeBoxId } = c.req.valid('param');
      const { timeoutSeconds: _timeout, deliverWithinSeconds: _deliver, ...given } = c.req.valid('json');
      const { timeoutSeconds, deliverWithinSeconds } = Waits.parse(c.req.valid('json'));
      const sent = await sendCommand(c, chargeBoxId, {
        ...((await toCommand?.(given)) ?? { action, payload: given }),
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        ...(deliverWithinSeconds === undefined ? {} : { deliverWithinSeconds }),
      });
      return c.json(
        commandAnswer(sent, { action, chargeBoxId }),
        sent.deliverUntil === undefined ? 200 : 202,
      );
    },
  });
}
