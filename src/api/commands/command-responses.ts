import { z } from '@hono/zod-openapi';
import { ACTION_ERRORS, errorResponses, jsonResponse } from '../openapi/responses.ts';
import { answerFields } from './answer-fields.ts';
import { COMMAND_ANSWER_FIELDS, type CommandAnswer } from './command-answer.ts';

/**
 * What a route that sends one message may answer.
 *
 * @param name of the answer's schema
 * @param fields of the charger's own answer
 * @param example of the charger's own answer
 * @param beside what stands in every answer, also before the charger's, as an example
 */
export function commandResponses(
  name: string,
  action: string,
  fields: z.core.$ZodLooseShape,
  example: Record<string, unknown>,
  beside: Record<string, unknown> = {},
) {
  const Answer: z.ZodType<CommandAnswer> = z
    .looseObject({
      ...answerFields(fields),
      ...COMMAND_ANSWER_FIELDS,
      chargeBoxId: z.string(),
      deliverUntil: z.iso.datetime().optional().describe('With Queued: until when it waits for the charger.'),
    })
    .openapi(name);
  const answered = {
    status: 'Accepted',
    message: `${action} request sent to charger`,
    commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
    chargeBoxId: 'CP-OFFICE-01',
    ...beside,
  };
  return {
    200: jsonResponse(
      'The charger answered; status is its word, and its other fields stand beside it.',
      Answer,
      { ...answered, ...example },
    ),
    202: jsonResponse('The charger is offline; the command waits for it.', Answer, {
      ...answered,
      status: 'Queued',
      message: `${action} waits for the charger to come back`,
      deliverUntil: '2025-01-15T11:34:58.220Z',
    }),
    ...errorResponses(...ACTION_ERRORS, 'TIMEOUT'),
  };
}
