import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Removes a root certificate (security white paper M04); Failed for the one its connection stands on. */
export const deleteCertificate = defineCommand(messages.DeleteCertificate, (charger, request) => ({
  confirmation: { status: charger.maintenance.roots.remove(request.certificateHashData) },
}));
