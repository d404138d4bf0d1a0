import { CancelReservation } from '../../ocpp/v16/messages/reservation/cancel-reservation.ts';
import { defineCommand } from './command-rule.ts';

/** Gives a reserved connector free (OCPP 1.6 5.1). */
export const cancelReservation = defineCommand(CancelReservation);
