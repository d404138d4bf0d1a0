import { createRoute, z } from '@hono/zod-openapi';
import { findStartProfileFaults } from '../../domain/charging-profile.ts';
import { chargingProfile } from '../../ocpp/v16/types/charging-profile.ts';
import { COMMAND_ANSWER_FIELDS, TimeoutSeconds } from '../commands/command-answer.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { ACTION_ERRORS, errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';

/** Who charges when nobody is named. */
const DEFAULT_ID_TAG = 'CAPACITOR';

const Start = z
  .strictObject({
    chargeBoxId: z.string().min(1).max(1_000).openapi({ example: 'CP-OFFICE-01' }),
    connectorId: z
      .int()
      .min(1)
      .optional()
      .describe('Which connector; without it the only one, or the charger’s own choice among several.'),
    idTag: z
      .string()
      .min(1)
      .max(20, 'Too long: an idTag has at most 20 characters (OCPP 1.6 IdToken)')
      .default(DEFAULT_ID_TAG)
      .describe('Who charges: an RFID tag or any text of yours. It need not be registered.'),
    chargingProfile: chargingProfile()
      .optional()
      .describe(
        'A TxProfile for this session, in OCPP’s own fields; a charger without smart charging ignores it.',
      ),
    timeoutSeconds: TimeoutSeconds.optional(),
  })
  .superRefine(({ chargingProfile: profile }, context) => {
    for (const { path, message } of profile === undefined ? [] : findStartProfileFaults(profile)) {
      context.addIssue({ code: 'custom', path: ['chargingProfile', ...path], message });
    }
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
