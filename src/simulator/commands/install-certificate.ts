import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Takes a root certificate (security white paper M05); one that is wrong or too many is Rejected. */
export const installCertificate = defineCommand(messages.InstallCertificate, (charger, request) => ({
  confirmation: {
    status: charger.maintenance.roots.install(request.certificateType, request.certificate),
  },
}));
