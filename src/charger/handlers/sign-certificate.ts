import { SignCertificate } from '../../ocpp/v16/messages/security/sign-certificate.ts';
import { defineHandler } from '../handler.ts';

/** A certificate signing request (white paper A02). There is no certificate authority to pass it to: Rejected. */
export const signCertificate = defineHandler(SignCertificate, {
  handle: () => ({ confirmation: { status: 'Rejected' as const } }),
});
