import { z } from '@hono/zod-openapi';
import { ExtendedTriggerMessage } from '../../ocpp/v16/messages/security/extended-trigger-message.ts';
import { defineCommandRoute } from '../commands/define-command-route.ts';

export const renewCertificate = defineCommandRoute(ExtendedTriggerMessage, {
  path: 'certificates/renew',
  operationId: 'renewCertificate',
  summary: 'Have a charger renew its own certificate',
  description:
    'Asks for SignChargePointCertificate (security white paper A02). Accepted: the charger makes a new key and sends SignCertificate, the account’s certificate authority signs it, and CertificateSigned brings it back; GET …/certificates/charge-point shows how far it is.',
  body: z.strictObject({}),
  example: {},
  answer: { status: 'Accepted' },
  toCommand: () => ({
    action: 'ExtendedTriggerMessage',
    payload: { requestedMessage: 'SignChargePointCertificate' },
  }),
});
