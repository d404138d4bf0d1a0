import { assertNever } from '../../lib/assert-never.ts';
import type { RequestOf } from '../../ocpp/message.ts';
import { messages } from '../../ocpp/v16/messages/index.ts';
import type { ChargerControls } from '../charger-controls.ts';
import { defineCommand } from './command.ts';

type RequestedMessage = RequestOf<typeof messages.TriggerMessage>['requestedMessage'];

/** Sends a message that it could have sent by itself (OCPP 1.6 5.17), for one connector or for all. */
export const triggerMessage = defineCommand(messages.TriggerMessage, (charger, request) => {
  const { connectorId, requestedMessage } = request;
  const isKnown = connectorId === undefined || isAddressable(charger, requestedMessage, connectorId);
  // OCPP 1.6 errata 3.35: a charger that was accepted has no reason to boot again.
  const isNeedless = requestedMessage === 'BootNotification' && charger.registration.status === 'Accepted';
  if (!isKnown || isNeedless) return { confirmation: { status: 'Rejected' } };
  return {
    confirmation: { status: 'Accepted' },
    afterwards: () => send(charger, requestedMessage, connectorId),
  };
});

function isAddressable(charger: ChargerControls, requested: RequestedMessage, connectorId: number): boolean {
  if (connectorId === 0) return requested === 'StatusNotification';
  return charger.connector(connectorId) !== undefined;
}

function send(charger: ChargerControls, requested: RequestedMessage, connectorId: number | undefined): void {
  const ids = connectorId === undefined ? charger.connectors.map(({ id }) => id) : [connectorId];
  switch (requested) {
    case 'BootNotification':
      void charger.registration.boot();
      return;
    case 'Heartbeat':
      void charger.registration.heartbeat();
      return;
    case 'StatusNotification':
      for (const id of connectorId === undefined ? [0, ...ids] : ids) charger.tellStatus(id);
      return;
    case 'MeterValues':
      for (const id of ids) charger.connector(id)?.sendMeterValues('Trigger');
      return;
    case 'DiagnosticsStatusNotification':
      void charger.call(messages.DiagnosticsStatusNotification, { status: 'Idle' });
      return;
    case 'FirmwareStatusNotification':
      void charger.call(messages.FirmwareStatusNotification, { status: 'Idle' });
      return;
    default:
      assertNever(requested);
  }
}
