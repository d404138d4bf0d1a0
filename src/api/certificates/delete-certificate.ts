import { createRoute, z } from '@hono/zod-openapi';
import type { InstalledCertificateBody } from '../../contracts/certificate-rpc.ts';
import { isLastRoot } from '../../domain/installed-certificates.ts';
import { DeleteCertificate } from '../../ocpp/v16/messages/security/delete-certificate.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { commandAnswer, TimeoutSeconds } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { jsonBody } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { HASH_DATA_EXAMPLE } from './installed-certificate.ts';

const { action } = DeleteCertificate;

const Body = z
  .strictObject({ ...DeleteCertificate.request.shape, timeoutSeconds: TimeoutSeconds.optional() })
  .openapi('DeleteCertificate');

const WARNING =
  'This was the last root certificate known with which the charger checks this system: without one it cannot connect over TLS. Install another.';

const route = createRoute({
  method: 'post',
  path: '/chargers/{chargeBoxId}/certificates/delete',
  operationId: 'deleteCertificate',
  tags: ['Certificates'],
  summary: 'Delete a root certificate from a charger',
  description: `Takes the hash data as GET …/certificates shows it: the charger has to be told the algorithm that it named the certificate with; hex compares without case. Failed: the charger needs it for this very connection. Sends ${action} (${DeleteCertificate.section}) and waits for the charger’s answer.`,
  ...securedBy('operate'),
  request: {
    params: ChargerPath,
    body: jsonBody(Body, { certificateHashData: HASH_DATA_EXAMPLE }),
  },
  responses: commandResponses(
    'DeleteCertificateAnswer',
    action,
    {
      warning: z
        .string()
        .optional()
        .describe('Where it is the last CentralSystemRootCertificate that is known: what follows of that.'),
    },
    { status: 'Accepted' },
  ),
  'x-ocpp-action': action,
});

export const deleteCertificate = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { certificateHashData, timeoutSeconds } = c.req.valid('json');
    const known = await reading<InstalledCertificateBody[] | null>(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).installedCertificates(c.var.caller.accountId),
    );
    if (known === null) throw noSuchCharger(chargeBoxId);
    const sent = await sendCommand(c, chargeBoxId, {
      action,
      payload: { certificateHashData },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
    const isWarning = sent.status === 'Accepted' && isLastRoot(known, certificateHashData);
    return c.json(
      { ...commandAnswer(sent, { action, chargeBoxId }), ...(isWarning ? { warning: WARNING } : {}) },
      200,
    );
  },
});
