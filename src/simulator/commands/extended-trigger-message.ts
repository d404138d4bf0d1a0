import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';
import { isTriggerable, sendTriggered } from './triggered-messages.ts';

/** As TriggerMessage, with the messages of the security white paper; the firmware's status is its signed form (F06). */
export const extendedTriggerMessage = defineCommand(messages.ExtendedTriggerMessage, (charger, request) => {
  const { connectorId, requestedMessage } = request;
  if (!isTriggerable(charger, requestedMessage, connectorId)) {
    return { confirmation: { status: 'Rejected' } };
  }
  return {
    confirmation: { status: 'Accepted' },
    afterwards: () => {
      const { firmware, logs, ownCertificate } = charger.maintenance;
      if (requestedMessage === 'SignChargePointCertificate') {
        void ownCertificate.request();
      } else if (requestedMessage === 'LogStatusNotification') {
        void charger.call(messages.LogStatusNotification, logs.logStatus);
      } else if (requestedMessage === 'FirmwareStatusNotification') {
        const { status, requestId } = firmware.progress;
        void charger.call(messages.SignedFirmwareStatusNotification, {
          status,
          ...(requestId === null ? {} : { requestId }),
        });
      } else {
        sendTriggered(charger, requestedMessage, connectorId);
      }
    },
  };
});
