import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { acceptedOrRejected } from '../../types/accepted-or-rejected.ts';
import { integer } from '../../types/integer.ts';

/** Central System to Charge Point (OCPP 1.6 5.1). Takes a reservation back. */
export const CancelReservation = defineMessage({
  action: 'CancelReservation',
  direction: 'fromCentralSystem',
  profile: 'Reservation',
  section: 'OCPP 1.6 5.1',
  request: () =>
    z.strictObject({
      reservationId: integer(),
    }),
  confirmation: () =>
    z.strictObject({
      status: acceptedOrRejected(),
    }),
});
