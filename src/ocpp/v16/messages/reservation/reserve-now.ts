import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { idToken } from '../../types/id-token.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.13). Reserves a connector for an idTag; `connectorId` 0 leaves
 * open which.
 */
export const ReserveNow = defineMessage({
  action: 'ReserveNow',
  direction: 'fromCentralSystem',
  profile: 'Reservation',
  section: 'OCPP 1.6 5.13',
  request: () =>
    z.strictObject({
      connectorId: integer(),
      expiryDate: dateTime(),
      idTag: idToken(),
      parentIdTag: idToken().optional(),
      reservationId: integer(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Faulted', 'Occupied', 'Rejected', 'Unavailable']),
    }),
});
