import { GetInstalledCertificateIds } from '../../ocpp/v16/messages/security/get-installed-certificate-ids.ts';
import { defineCommand } from './command-rule.ts';

/** Lists the root certificates of the charger (security white paper M03). */
export const getInstalledCertificateIds = defineCommand(GetInstalledCertificateIds);
