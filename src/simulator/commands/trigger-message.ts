import { messages } from '../../ocpp/v16/messages/index.ts';
import { unsignedStatus } from '../firmware/firmware-status.ts';
import { defineCommand } from './command.ts';
import { isTriggerable, sendTriggered } from './triggered-messages.ts';

/** Sends a message that it could have sent by itself (OCPP 1.6 5.17), for one connector or for all. */
export const triggerMessage = defineCommand(messages.TriggerMessage, (charger, request) => {
  const { connectorId, requestedMessage } = request;
  if (!isTriggerable(charger, requestedMessage, connectorId)) {
    return { confirmation: { status: 'Rejected' } };
  }
  return {
    confirmation: { status: 'Accepted' },
    afterwards: () => {
      const { firmware, logs } = charger.maintenance;
      if (requestedMessage === 'DiagnosticsStatusNotification') {
        void charger.call(messages.DiagnosticsStatusNotification, logs.diagnosticsStatus);
      } else if (requestedMessage === 'FirmwareStatusNotification') {
        const status = unsignedStatus(firmware.progress.status) ?? 'Idle';
        void charger.call(messages.FirmwareStatusNotification, { status });
      } else {
        sendTriggered(charger, requestedMessage, connectorId);
      }
    },
  };
});
