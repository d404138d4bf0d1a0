import { createRoute, z } from '@hono/zod-openapi';
import type { MessageDefinition } from '../../ocpp/message.ts';
import type { OutgoingAction } from '../../ocpp/v16/messages/index.ts';
import { newId } from '../../lib/ids.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { commandAnswer, DeliverWithinSeconds, TimeoutSeconds } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { jsonBody } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { JOB_EXAMPLE } from './job.ts';
import { uploadUrl } from './upload-url.ts';

/** How often and how far apart the charger tries a transfer. */
const RETRY_FIELDS = {
  retries: z
    .int()
    .min(0)
    .max(1_000)
    .optional()
    .describe('How often the charger tries again; its own rule without.'),
  retryInterval: z.int().min(0).max(2_592_000).optional().describe('Seconds between its tries.'),
};

interface JobRouteOptions<Fields extends z.core.$ZodLooseShape> {
  /** Behind the charger: `firmware/update`. */
  path: string;
  operationId: string;
  summary: string;
  description: string;
  /** The fields of the body, but for retries and time-outs. */
  fields: Fields;
  example: Record<string, unknown>;
  /** An example of the charger's answer. */
  answer: Record<string, unknown>;
  /** The message's payload; throws what is wrong with a field. `ownUrl` gives where the charger may upload to us. */
  toPayload: (
    body: z.infer<z.ZodObject<Fields>>,
    ownUrl: () => Promise<string>,
  ) => Promise<Record<string, unknown>>;
}

/** A route that begins a job with one message: like a command's route, and its answer tells the job. */
export function defineJobRoute<Fields extends z.core.$ZodLooseShape>(
  definition: MessageDefinition & { action: OutgoingAction },
  { path, operationId, summary, description, fields, example, answer, toPayload }: JobRouteOptions<Fields>,
) {
  const { action, section } = definition;
  const name = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}`;
  const Fields = z.object(fields);
  const Common = z.object({
    ...RETRY_FIELDS,
    timeoutSeconds: TimeoutSeconds.optional(),
    deliverWithinSeconds: DeliverWithinSeconds.optional(),
  });
  const Body: z.ZodObject = z.strictObject({ ...fields, ...Common.shape }).openapi(name);
  const { status: _status, ...ofAnswer } = definition.confirmation.partial().shape;
  const route = createRoute({
    method: 'post',
    path: `/chargers/{chargeBoxId}/${path}`,
    operationId,
    tags: ['Jobs'],
    summary,
    description: `${description} Sends ${action} (${section}) and waits for the charger’s answer; GET the job for the rest.`,
    ...securedBy('operate'),
    request: {
      params: ChargerPath,
      body: jsonBody(Body, example, Object.keys(example).length > 0),
    },
    responses: commandResponses(
      `${name}Answer`,
      action,
      { ...ofAnswer, jobId: z.string().describe('The job that this began.') },
      answer,
      { jobId: JOB_EXAMPLE.jobId },
    ),
    'x-ocpp-action': action,
  });
  return defineRoute({
    route,
    handler: async (c) => {
      const { chargeBoxId } = c.req.valid('param');
      const given: unknown = c.req.valid('json');
      const { retries, retryInterval, timeoutSeconds, deliverWithinSeconds } = Common.parse(given);
      const jobId = newId('job');
      const payload = await toPayload(Fields.parse(given), () => uploadUrl(c, chargeBoxId, jobId));
      const sent = await sendCommand(c, chargeBoxId, {
        action,
        jobId,
        payload: {
          ...payload,
          ...(retries === undefined ? {} : { retries }),
          ...(retryInterval === undefined ? {} : { retryInterval }),
        },
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        ...(deliverWithinSeconds === undefined ? {} : { deliverWithinSeconds }),
      });
      return c.json(
        { ...commandAnswer(sent, { action, chargeBoxId }), jobId },
        sent.deliverUntil === undefined ? 200 : 202,
      );
    },
  });
}
