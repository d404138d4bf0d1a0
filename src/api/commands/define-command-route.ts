import { createRoute, z } from '@hono/zod-openapi';
import type { MessageDefinition } from '../../ocpp/message.ts';
import type { OutgoingAction } from '../../ocpp/v16/messages/index.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { COMMAND_ANSWER_FIELDS, DeliverWithinSeconds, TimeoutSeconds } from './command-answer.ts';
import { sendCommand } from './send-command.ts';

/** What every answer holds; the charger's own fields stand beside it. */
interface CommandAnswer {
  status: string;
  message: string;
  commandId: string;
  chargeBoxId: string;
  error?: { code: string; description: string } | undefined;
  deliverUntil?: string | undefined;
}

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
  /** Whether it may wait for a charger that is offline. */
  canWait?: boolean;
  /** The message from the body, where they differ. */
  toPayload?: (body: Record<string, unknown>) => Record<string, unknown>;
}

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
    canWait = true,
    toPayload,
  }: CommandRouteOptions,
) {
  const { action, section } = definition;
  const name = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}`;
  const waiting = canWait ? { deliverWithinSeconds: DeliverWithinSeconds.optional() } : {};
  const Body: z.ZodObject = z
    .strictObject({
      ...(body ?? definition.request).shape,
      timeoutSeconds: TimeoutSeconds.optional(),
      ...waiting,
    })
    .openapi(name);
  const { status: _status, ...fields } = definition.confirmation.partial().shape;
  const Answer: z.ZodType<CommandAnswer> = z
    .looseObject({
      ...fields,
      ...COMMAND_ANSWER_FIELDS,
      chargeBoxId: z.string(),
      deliverUntil: z.iso.datetime().optional().describe('With Queued: until when it waits for the charger.'),
    })
    .openapi(`${name}Answer`);
  const answered = {
    status: 'Accepted',
    message: `${action} request sent to charger`,
    commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
    chargeBoxId: 'CP-OFFICE-01',
  };
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
    responses: {
      200: jsonResponse('The charger answered; status is its word.', Answer, { ...answered, ...answer }),
      202: jsonResponse('The charger is offline; the command waits for it.', Answer, {
        ...answered,
        status: 'Queued',
        deliverUntil: '2025-01-15T11:34:58.220Z',
      }),
      ...errorResponses(
        'VALIDATION_ERROR',
        'UNAUTHORIZED',
        'FORBIDDEN',
        'NOT_FOUND',
        'CONFLICT',
        'PAYLOAD_TOO_LARGE',
        'TIMEOUT',
      ),
    },
    'x-ocpp-action': action,
  });
  return defineRoute({
    route,
    handler: async (c) => {
      const { chargeBoxId } = c.req.valid('param');
      const { timeoutSeconds: _timeout, deliverWithinSeconds: _deliver, ...given } = c.req.valid('json');
      const { timeoutSeconds, deliverWithinSeconds } = Waits.parse(c.req.valid('json'));
      const sent = await sendCommand(c, chargeBoxId, {
        action,
        payload: toPayload?.(given) ?? given,
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        ...(deliverWithinSeconds === undefined ? {} : { deliverWithinSeconds }),
      });
      const { status, commandId, error, deliverUntil, confirmation } = sent;
      return c.json(
        {
          ...confirmation,
          status,
          message:
            deliverUntil === undefined ? answered.message : `${action} waits for the charger to come back`,
          commandId,
          chargeBoxId,
          ...(error === undefined ? {} : { error }),
          ...(deliverUntil === undefined ? {} : { deliverUntil }),
        },
        deliverUntil === undefined ? 200 : 202,
      );
    },
  });
}
