import type { CommandRefusal } from '../../contracts/command-rpc.ts';
import { facts } from '../store/facts.ts';
import type { CheckPorts } from './command-rule.ts';
import { checkConnector } from './connector-check.ts';

interface Trigger {
  requestedMessage: string;
  connectorId?: number | undefined;
}

/** A charger that was accepted has no reason to boot again, so it must not be asked to (OCPP 1.6 errata 3.40). */
export function forbidTrigger(
  { requestedMessage }: Trigger,
  { sql, registration }: CheckPorts,
): string | null {
  const isAccepted =
    registration.registration === 'Accepted' && facts.boot.read(sql)?.answeredWith === 'Accepted';
  return requestedMessage === 'BootNotification' && isAccepted
    ? 'BootNotification must not be triggered once the charger has been accepted, until it boots again (OCPP 1.6 errata 3.40). POST …/reset restarts it.'
    : null;
}

/** Connector 0 has a status, and nothing else that could be asked of it (OCPP 1.6 5.17). */
export function checkTrigger(
  { requestedMessage, connectorId }: Trigger,
  { sql }: CheckPorts,
): CommandRefusal | null {
  const isAddressable =
    connectorId === undefined ||
    requestedMessage === 'StatusNotification' ||
    (connectorId > 0 && requestedMessage === 'MeterValues');
  if (isAddressable) return checkConnector(sql, connectorId);
  return {
    kind: 'invalid',
    field: 'connectorId',
    reason:
      requestedMessage === 'MeterValues'
        ? 'must be 1 or more, or absent for all connectors (OCPP 1.6 5.17)'
        : `has to be left out: ${requestedMessage} concerns the whole charger (OCPP 1.6 5.17)`,
  };
}
