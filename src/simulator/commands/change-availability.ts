import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/**
 * Takes a connector, or with 0 the charger and all of them, out of use or back (OCPP 1.6 5.2). Where a transaction
 * runs it runs on, and what was asked for follows when it ends.
 */
export const changeAvailability = defineCommand(messages.ChangeAvailability, (charger, request) => {
  const connectors =
    request.connectorId === 0
      ? charger.connectors
      : charger.connectors.filter((connector) => connector.id === request.connectorId);
  if (connectors.length === 0) return { confirmation: { status: 'Rejected' } };

  const isScheduled =
    request.type === 'Inoperative' && connectors.some(({ transaction }) => transaction !== null);
  return {
    confirmation: { status: isScheduled ? 'Scheduled' : 'Accepted' },
    afterwards: () => {
      if (request.connectorId === 0) charger.main.changeAvailability(request.type, charger.site.isBusy);
      for (const connector of connectors) connector.changeAvailability(request.type);
    },
  };
});
