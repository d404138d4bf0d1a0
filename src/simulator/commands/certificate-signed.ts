import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Takes the certificate of its last request and connects anew with it (security white paper A02). */
export const certificateSigned = defineCommand(messages.CertificateSigned, (charger, request) => {
  if (!charger.maintenance.ownCertificate.accept(request.certificateChain)) {
    return { confirmation: { status: 'Rejected' } };
  }
  return { confirmation: { status: 'Accepted' }, afterwards: () => charger.reconnect() };
});
