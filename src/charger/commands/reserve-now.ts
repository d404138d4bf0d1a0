import { type Reservation, isOpen, settleReservation } from '../../domain/reservation.ts';
import type { RequestOf } from '../../ocpp/message.ts';
import { parseTimestamp } from '../../ocpp/timestamp.ts';
import { ReserveNow } from '../../ocpp/v16/messages/reservation/reserve-now.ts';
import { changeReservations } from '../reservations.ts';
import { nextReservationId, readReservation } from '../store/reservations.ts';
import { defineCommand } from './command-rule.ts';
import { checkConnector } from './connector-check.ts';

/** Reserves a connector for an id tag (OCPP 1.6 5.13). */
export const reserveNow = defineCommand(ReserveNow, {
  complete: (payload, { sql }) => ({
    ...payload,
    reservationId: payload.reservationId ?? nextReservationId(sql),
  }),
  check: ({ connectorId, expiryDate, reservationId }, { sql, now }) => {
    if ((parseTimestamp(expiryDate)?.ms ?? 0) <= now) {
      return { kind: 'invalid', field: 'expiryDate', reason: 'must lie in the future (OCPP 1.6 5.13)' };
    }
    if (reservationId < 0) {
      return { kind: 'invalid', field: 'reservationId', reason: 'must not be negative' };
    }
    return checkConnector(sql, connectorId);
  },
  queued: (payload, { commandId }, { sql, now }) => {
    const before = readReservation(sql, payload.reservationId);
    // The one of the same id stands until the charger has taken the new one in its place.
    if (before !== null && isOpen(before)) return {};
    return { events: changeReservations(sql, [toReservation(payload, commandId, now)]) };
  },
  settled: (payload, end, { commandId, createdAt }, { sql, now, wakeAt }) => {
    const before = readReservation(sql, payload.reservationId);
    const asked = before?.commandId === commandId ? before : toReservation(payload, commandId, createdAt);
    const settled = settleReservation(asked, end, now);
    const isReplacing = before !== null && before.commandId !== commandId && isOpen(before);
    if (isReplacing && settled.state === 'refused') return {};
    // What has been used or has ended meanwhile stays so, though its answer came late.
    if (before?.commandId === commandId && !isOpen(before)) return {};
    if (isOpen(settled)) wakeAt(settled.expiryDate);
    return { events: changeReservations(sql, [settled]) };
  },
});

function toReservation(
  { reservationId, connectorId, idTag, parentIdTag, expiryDate }: RequestOf<typeof ReserveNow>,
  commandId: string,
  now: number,
): Reservation {
  return {
    reservationId,
    connectorId,
    idTag,
    parentIdTag: parentIdTag ?? null,
    expiryDate: parseTimestamp(expiryDate)?.ms ?? now,
    state: 'requested',
    chargerStatus: null,
    commandId,
    requestedAt: now,
    endedAt: null,
    usedBy: null,
  };
}
