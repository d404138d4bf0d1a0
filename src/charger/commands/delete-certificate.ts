import { DeleteCertificate } from '../../ocpp/v16/messages/security/delete-certificate.ts';
import { defineCommand } from './command-rule.ts';

/** Removes a root certificate from the charger (security white paper M04). */
export const deleteCertificate = defineCommand(DeleteCertificate);
