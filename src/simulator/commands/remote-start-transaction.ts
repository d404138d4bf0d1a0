import { messages } from '../../ocpp/v16/messages/index.ts';
import type { ChargerControls } from '../charger-controls.ts';
import { isFreeForRemoteStart } from '../connector-state.ts';
import { defineCommand } from './command.ts';

/** Accepted where a cable waits for a session or none is in yet; without a cable it then waits for one (OCPP 1.6 5.11). */
export const remoteStartTransaction = defineCommand(messages.RemoteStartTransaction, (charger, request) => {
  const connector = chooseConnector(charger, request.connectorId);
  if (connector === undefined) return { confirmation: { status: 'Rejected' } };
  return {
    confirmation: { status: 'Accepted' },
    afterwards: () => charger.startRemotely(connector, request.idTag),
  };
});

/** The connector asked for; without one the first whose cable is in, else the first that is free. */
function chooseConnector(charger: Pick<ChargerControls, 'connectors'>, connectorId: number | undefined) {
  const free = charger.connectors.filter((connector) => isFreeForRemoteStart(connector.state));
  if (connectorId !== undefined) return free.find((connector) => connector.id === connectorId);
  return free.find((connector) => connector.state.isPluggedIn) ?? free[0];
}
