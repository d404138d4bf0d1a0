import type { ConfirmationOf } from '../../ocpp/message.ts';
import { messages } from '../../ocpp/v16/messages/index.ts';
import { type Answer, defineCommand } from './command.ts';

type InstalledAnswer = Answer<ConfirmationOf<typeof messages.GetInstalledCertificateIds>>;

/** Names the root certificates of a kind (security white paper M03); NotFound where there is none. */
export const getInstalledCertificateIds = defineCommand(
  messages.GetInstalledCertificateIds,
  (charger, request): InstalledAnswer => {
    const certificateHashData = charger.maintenance.roots.hashDataOf(request.certificateType);
    if (certificateHashData.length === 0) return { confirmation: { status: 'NotFound' } };
    return { confirmation: { status: 'Accepted', certificateHashData } };
  },
);
