import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Takes a reservation back; Rejected for an id it does not know (OCPP 1.6 5.1). */
export const cancelReservation = defineCommand(messages.CancelReservation, (charger, request) => {
  const { reservations } = charger.site;
  if (!reservations.has(request.reservationId)) return { confirmation: { status: 'Rejected' } };
  return {
    confirmation: { status: 'Accepted' },
    afterwards: () => reservations.cancel(request.reservationId),
  };
});
