import { createRoute, z } from '@hono/zod-openapi';
import { hexOfBytes, randomHex } from '../../lib/digest.ts';
import { ChangeConfiguration } from '../../ocpp/v16/messages/core/change-configuration.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { bytesOfPassword, MAX_BYTES, MIN_BYTES, Password } from '../chargers/credential.ts';
import { commandAnswer, TimeoutSeconds } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { invalidField } from '../errors/api-error.ts';
import { jsonBody } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';

const { action } = ChangeConfiguration;

const Body = z
  .strictObject({
    password: Password.optional(),
    generate: z
      .literal(true)
      .optional()
      .describe('Make a random password of 20 bytes, and show it once as 40 hex digits.'),
    timeoutSeconds: TimeoutSeconds.optional(),
  })
  .refine(({ password, generate }) => (password === undefined) !== (generate === undefined), {
    error: 'Must give either a password or generate: true',
  })
  .openapi('ChangePassword');

const route = createRoute({
  method: 'post',
  path: '/chargers/{chargeBoxId}/password',
  operationId: 'changePassword',
  tags: ['Commands'],
  summary: 'Give a charger another password over OCPP',
  description:
    'Sends ChangeConfiguration of AuthorizationKey in hex (OCPP-J 6.2, security white paper A01) and waits for the answer. Accepted: only the new password counts from now on, and the charger is about to reconnect with it. Rejected, NotSupported: only the old one. RebootRequired, an error, or no answer: both count until the charger logs in with one of them. PATCH sets a password without telling the charger.',
  ...securedBy('operate'),
  request: { params: ChargerPath, body: jsonBody(Body, { generate: true }) },
  responses: commandResponses(
    'ChangePasswordAnswer',
    action,
    {
      password: z
        .string()
        .optional()
        .describe('The generated password as 40 hex digits, where it may count now; shown this once.'),
    },
    { status: 'Accepted', password: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c' },
  ),
  'x-ocpp-action': action,
});

/** The charger has said that it keeps the old one. */
const KEEPS_OLD = new Set(['Rejected', 'NotSupported']);

export const changePassword = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { password, timeoutSeconds } = c.req.valid('json');
    const value = password === undefined ? randomHex(MAX_BYTES) : hexOf(password);
    const sent = await sendCommand(c, chargeBoxId, {
      action,
      payload: { key: 'AuthorizationKey', value },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
    const shown = password === undefined && !KEEPS_OLD.has(sent.status) ? { password: value } : {};
    return c.json({ ...commandAnswer(sent, { action, chargeBoxId }), ...shown }, 200);
  },
});

/** What goes over the wire: a password has 16 to 20 bytes there (security white paper A00.FR.205). */
function hexOf(password: Password): string {
  const bytes = bytesOfPassword(password);
  if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
    throw invalidField(
      'body',
      'password',
      bytes.length < MIN_BYTES ? 'too_small' : 'too_big',
      `has ${bytes.length} bytes; over OCPP it must have ${MIN_BYTES} to ${MAX_BYTES} (32 to 40 hex digits)`,
    );
  }
  return hexOfBytes(bytes);
}
