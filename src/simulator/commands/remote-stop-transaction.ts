import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Ends the transaction of that id with reason Remote; the cable stays in (OCPP 1.6 5.12). Unknown ids are Rejected. */
export const remoteStopTransaction = defineCommand(messages.RemoteStopTransaction, (charger, request) => {
  const connector = charger.connectors.find(
    ({ transaction }) => transaction !== null && transaction.transactionId === request.transactionId,
  );
  if (connector === undefined) return { confirmation: { status: 'Rejected' } };
  return { confirmation: { status: 'Accepted' }, afterwards: () => connector.stop('Remote') };
});
