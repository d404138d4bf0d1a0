import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Frees a cable; a transaction ends first (OCPP 1.6 5.18). A fixed cable or an unknown connector: NotSupported. */
export const unlockConnector = defineCommand(messages.UnlockConnector, (charger, request) => {
  const connector = charger.connector(request.connectorId);
  if (connector === undefined || charger.hasFixedCable) return { confirmation: { status: 'NotSupported' } };
  if (connector.errorCode === 'ConnectorLockFailure') return { confirmation: { status: 'UnlockFailed' } };
  return { confirmation: { status: 'Unlocked' }, afterwards: () => connector.stop('UnlockCommand') };
});
