import { CertificateSigned } from '../../ocpp/v16/messages/security/certificate-signed.ts';
import { defineCommand } from './command-rule.ts';

/** Brings the charger its new certificate (security white paper A02). */
export const certificateSigned = defineCommand(CertificateSigned);
