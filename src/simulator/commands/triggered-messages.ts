import { assertNever } from '../../lib/assert-never.ts';
import type { ChargerControls } from '../charger-controls.ts';

/** What both TriggerMessage and ExtendedTriggerMessage can ask for. */
type CommonMessage = 'BootNotification' | 'Heartbeat' | 'MeterValues' | 'StatusNotification';

/** Whether a request for a message makes sense: its connector is there, and a boot is still to be accepted. */
export function isTriggerable(
  charger: Pick<ChargerControls, 'connector' | 'registration'>,
  requestedMessage: string,
  connectorId: number | undefined,
): boolean {
  // OCPP 1.6 errata 3.35: a charger that was accepted has no reason to boot again.
  if (requestedMessage === 'BootNotification' && charger.registration.status === 'Accepted') return false;
  if (connectorId === undefined) return true;
  if (connectorId === 0) return requestedMessage === 'StatusNotification';
  return charger.connector(connectorId) !== undefined;
}

/** Sends a message that was asked for: without a connector for all, and the charger's own status too. */
export function sendTriggered(
  charger: ChargerControls,
  requested: CommonMessage,
  connectorId: number | undefined,
): void {
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
    default:
      assertNever(requested);
  }
}
