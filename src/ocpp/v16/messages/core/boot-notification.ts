import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { integer } from '../../types/integer.ts';
import { text } from '../../types/text.ts';

/**
 * Charge Point to Central System (OCPP 1.6 4.2). Tells what the Charge Point is after every start; the
 * answer says whether it may go on, and gives it the time.
 */
export const BootNotification = defineMessage({
  action: 'BootNotification',
  direction: 'fromChargePoint',
  profile: 'Core',
  section: 'OCPP 1.6 4.2',
  request: () =>
    z.strictObject({
      chargePointVendor: text(20),
      chargePointModel: text(20),
      chargePointSerialNumber: text(25).optional(),
      chargeBoxSerialNumber: text(25).optional(),
      firmwareVersion: text(50).optional(),
      iccid: text(20).optional(),
      imsi: text(20).optional(),
      meterType: text(25).optional(),
      meterSerialNumber: text(25).optional(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Pending', 'Rejected']),
      currentTime: dateTime(),
      interval: integer(),
    }),
});
