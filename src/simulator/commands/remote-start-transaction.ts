import { messages } from '../../ocpp/v16/messages/index.ts';
import type { ChargerControls } from '../charger-controls.ts';
import { isFreeForRemoteStart } from '../connector-state.ts';
import { whyNotStarted } from '../profile-rules.ts';
import type { SimulatedConnector } from '../simulated-connector.ts';
import { defineCommand } from './command.ts';

/**
 * Accepted where a cable waits for a session or none is in yet, and where no place is kept for somebody else; without
 * a cable it then waits for one (OCPP 1.6 5.11). A profile that comes with it is the transaction's.
 */
export const remoteStartTransaction = defineCommand(messages.RemoteStartTransaction, (charger, request) => {
  const { connectorId, idTag, chargingProfile = null } = request;
  const connector = chooseConnector(charger, connectorId, idTag);
  if (connector === undefined) {
    return { confirmation: { status: 'Rejected' }, reason: 'no connector is free for it' };
  }
  const why = chargingProfile === null ? null : whyNotStarted(chargingProfile, charger.configuration);
  if (why !== null) return { confirmation: { status: 'Rejected' }, reason: why };
  return {
    confirmation: { status: 'Accepted' },
    afterwards: () => charger.site.admission.startRemotely(connector, idTag, chargingProfile),
  };
});

/** The connector asked for; without one that which is kept for the tag, else whose cable is in, else that is free. */
function chooseConnector(
  { site }: Pick<ChargerControls, 'site'>,
  connectorId: number | undefined,
  idTag: string,
): SimulatedConnector | undefined {
  const open = site.connectors.filter(
    (connector) => isFreeForRemoteStart(connector.state) && site.admission.mayStart(connector, idTag),
  );
  if (connectorId !== undefined) return open.find((connector) => connector.id === connectorId);
  return (
    open.find((connector) => site.admission.isKeptFor(connector, idTag)) ??
    open.find((connector) => connector.state.isPluggedIn) ??
    open[0]
  );
}
