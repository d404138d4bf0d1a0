import { InstallCertificate } from '../../ocpp/v16/messages/security/install-certificate.ts';
import { defineCommand } from './command-rule.ts';

/** Installs a root certificate (security white paper M05). */
export const installCertificate = defineCommand(InstallCertificate);
