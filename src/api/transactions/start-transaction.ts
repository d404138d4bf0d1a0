import { createRoute, z } from '@hono/zod-openapi';
import { COMMAND_ANSWER_FIELDS, TimeoutSeconds } from '../commands/command-answer.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { ACTION_ERRORS, errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { START_FIELDS } from './start-fields.ts';

const Start = z
  .strictObject({
    chargeBoxId: z.string().min(1).max(1_000).openapi({ example: 'CP-OFFICE-01' }),
    ...START_FIELDS,
    timeoutSeconds: TimeoutSeconds.optional(),
  })
  .openapi('TransactionStart');

const Answer = z
  .strictObject({
    ...COMMAND_ANSWER_FIELDS,
    chargeBoxId: z.string(),
    connectorId: z.int().nullable(),
    idTag: z.string(),
  })
  .openapi('TransactionStartAnswer');

const route = createRoute({
  method: 'post',
  path: '/transactions/start',
  operationId: 'startTransaction',
  tags: ['Transactions'],
  summary: 'Start a charging session',
  description:
    'Sends RemoteStartTransaction and waits for the charger’s answer. Accepted means that it will try: the transaction exists when the charger has started it.',
  ...securedBy('operate'),
  'x-ocpp-action': 'RemoteStartTransaction',
  request: { body: jsonBody(Start, { chargeBoxId: 'CP-OFFICE-01', connectorId: 1, idTag: 'USER-001' }) },
  responses: {
    202: jsonResponse('The charger answered; status is its word.', Answer, {
      status: 'Accepted',
      message: 'RemoteStartTransaction request sent to charger',
      commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
      chargeBoxId: 'CP-OFFICE-01',
      connectorId: 1,
      idTag: 'USER-001',
    }),
    ...errorResponses(...ACTION_ERRORS, 'TIMEOUT'),
  },
});

export const startTransaction = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId, connectorId, idTag, chargingProfile: profile, timeoutSeconds } = c.req.valid('json');
    const { status, commandId, error } = await sendCommand(c, chargeBoxId, {
      action: 'RemoteStartTransaction',
      payload: {
        idTag,
        ...(connectorId === undefined ? {} : { connectorId }),
        ...(profile === undefined ? {} : { chargingProfile: profile }),
      },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
    return c.json(
      {
        status,
        message: 'RemoteStartTransaction request sent to charger',
        commandId,
        chargeBoxId,
        connectorId: connectorId ?? null,
        idTag,
        ...(error === undefined ? {} : { error }),
      },
      202,
    );
  },
});
