import { createRoute, z } from '@hono/zod-openapi';
import { RESUMABLE } from '../../domain/bulk-command.ts';
import { asking } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { ACTION_ERRORS, errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { BULK_COMMAND_EXAMPLE, BulkCommand, BulkCommandPath, toBulkCommand } from './bulk-command.ts';
import { bulkCommandObject, noSuchBulkCommand } from './bulk-command-object.ts';

const Body = z
  .strictObject({
    outcomes: z
      .array(z.enum(RESUMABLE))
      .min(1)
      .optional()
      .describe(
        'Which chargers get it once more. Default: those that have not had it (offline, expired), and also those that may have had it (timedOut, connectionLost, interrupted) unless the command is a start, a stop, a reset or an unlock.',
      ),
  })
  .openapi('ResumeBulkCommand');

const route = createRoute({
  method: 'post',
  path: '/bulk-commands/{bulkCommandId}/resume',
  operationId: 'resumeBulkCommand',
  tags: ['Bulk commands'],
  summary: 'Go on with a bulk command',
  description:
    'Sends to those whose turn had not come when it was cancelled, and once more to those that were not reached. One that has answered since, late, does not get it again.',
  ...securedBy('operate'),
  request: { params: BulkCommandPath, body: jsonBody(Body, { outcomes: ['offline'] }, false) },
  responses: {
    202: jsonResponse('It goes on.', BulkCommand, BULK_COMMAND_EXAMPLE),
    ...errorResponses(...ACTION_ERRORS),
  },
});

export const resumeBulkCommand = defineRoute({
  route,
  handler: async (c) => {
    const { bulkCommandId } = c.req.valid('param');
    const { outcomes = null } = c.req.valid('json');
    const object = bulkCommandObject(c.env.BULK_COMMAND, bulkCommandId);
    const resumed = await asking(async () => object.resume(c.var.caller.accountId, outcomes));
    if (resumed === null) throw noSuchBulkCommand(bulkCommandId);
    if (resumed === 'isRunning') {
      throw new ApiError('CONFLICT', 'It is still running: every charger gets its turn without this.');
    }
    return c.json(toBulkCommand(resumed), 202);
  },
});
