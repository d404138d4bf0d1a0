import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { Command, COMMAND_EXAMPLE, toCommand } from './command.ts';

const Body = z.strictObject({ chargeBoxId: z.string(), commands: z.array(Command) }).openapi('CommandList');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/commands',
  operationId: 'listCommands',
  tags: ['Commands'],
  summary: 'List the commands of a charger',
  description: 'The latest ones, newest first.',
  ...securedBy('read'),
  request: {
    params: ChargerPath,
    query: z.strictObject({
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(200)
        .default(50)
        .openapi({ type: 'integer', minimum: 1, maximum: 200, default: 50 }),
    }),
  },
  responses: {
    200: jsonResponse('They.', Body, { chargeBoxId: 'CP-OFFICE-01', commands: [COMMAND_EXAMPLE] }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const listCommands = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { limit } = c.req.valid('query');
    const commands = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).commands(c.var.caller.accountId, { limit }),
    );
    if (commands === null) throw noSuchCharger(chargeBoxId);
    return c.json({ chargeBoxId, commands: commands.map(toCommand) }, 200);
  },
});
