import { settleCancel } from '../../domain/reservation.ts';
import { CancelReservation } from '../../ocpp/v16/messages/reservation/cancel-reservation.ts';
import { changeReservations } from '../reservations.ts';
import { readReservation } from '../store/reservations.ts';
import { defineCommand } from './command-rule.ts';

/** Gives a reserved connector free (OCPP 1.6 5.1). One that we never made may be cancelled too: nothing changes here. */
export const cancelReservation = defineCommand(CancelReservation, {
  settled: ({ reservationId }, end, _command, { sql, now }) => {
    const reservation = readReservation(sql, reservationId);
    return reservation === null
      ? {}
      : { events: changeReservations(sql, [settleCancel(reservation, end, now)]) };
  },
});
