import { parseTimestamp } from '../../ocpp/timestamp.ts';
import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Keeps a connector, or with 0 any, for a tag and its group until a time (OCPP 1.6 5.13). */
export const reserveNow = defineCommand(messages.ReserveNow, (charger, request) => {
  const { reservationId, connectorId, idTag, parentIdTag, expiryDate } = request;
  const expiryMs = parseTimestamp(expiryDate)?.ms;
  if (expiryMs === undefined) return { confirmation: { status: 'Rejected' } };
  const { reservations } = charger.site;
  const reservation = { reservationId, connectorId, idTag, parentIdTag: parentIdTag ?? null, expiryMs };
  const status = reservations.answer(reservation);
  return {
    confirmation: { status },
    ...(status === 'Accepted' ? { afterwards: () => reservations.hold(reservation) } : {}),
  };
});
