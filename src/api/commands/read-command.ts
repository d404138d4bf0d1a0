import { createRoute, z } from '@hono/zod-openapi';
import { findCommandOwner } from '../../d1/command-owners.ts';
import { chargerObject, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Command, COMMAND_EXAMPLE, toCommand } from './command.ts';

const route = createRoute({
  method: 'get',
  path: '/commands/{commandId}',
  operationId: 'readCommand',
  tags: ['Commands'],
  summary: 'Read a command',
  description:
    'What was sent to the charger, what it answered, and what followed: kept also when nobody waited for it.',
  ...securedBy('read'),
  request: {
    params: z.object({
      commandId: z
        .string()
        .min(1)
        .max(100)
        .openapi({ param: { name: 'commandId', in: 'path' }, example: COMMAND_EXAMPLE.commandId }),
    }),
    query: z.strictObject({}),
  },
  responses: {
    200: jsonResponse('The command.', Command, COMMAND_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readCommand = defineRoute({
  route,
  handler: async (c) => {
    const { commandId } = c.req.valid('param');
    const { accountId } = c.var.caller;
    const chargeBoxId = await findCommandOwner(c.env.DB, accountId, commandId);
    const commands =
      chargeBoxId === null
        ? null
        : await reading(async () =>
            chargerObject(c.env.CHARGER, chargeBoxId).commands(accountId, { commandId, limit: 1 }),
          );
    const command = commands?.[0];
    if (command === undefined) {
      throw new ApiError(
        'NOT_FOUND',
        `There is no command "${commandId}" in your account. GET /api/v1/chargers/{chargeBoxId}/commands lists those of a charger.`,
      );
    }
    return c.json(toCommand(command), 200);
  },
});
