import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { empty } from '../../types/empty.ts';

/**
 * Charge Point to Central System (OCPP 1.6 4.6). Says that the Charge Point is there; the answer sets its
 * clock.
 */
export const Heartbeat = defineMessage({
  action: 'Heartbeat',
  direction: 'fromChargePoint',
  profile: 'Core',
  section: 'OCPP 1.6 4.6',
  request: empty,
  confirmation: () =>
    z.strictObject({
      currentTime: dateTime(),
    }),
});
