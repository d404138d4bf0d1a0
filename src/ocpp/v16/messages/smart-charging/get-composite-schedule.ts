import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { acceptedOrRejected } from '../../types/accepted-or-rejected.ts';
import { chargingRateUnit, chargingSchedule } from '../../types/charging-schedule.ts';
import { dateTime } from '../../types/date-time.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.7). Asks what limit results from all charging profiles for the
 * next `duration` seconds.
 */
export const GetCompositeSchedule = defineMessage({
  action: 'GetCompositeSchedule',
  direction: 'fromCentralSystem',
  profile: 'SmartCharging',
  section: 'OCPP 1.6 5.7',
  request: () =>
    z.strictObject({
      connectorId: integer(),
      duration: integer(),
      chargingRateUnit: chargingRateUnit().optional(),
    }),
  confirmation: () =>
    z.strictObject({
      status: acceptedOrRejected(),
      connectorId: integer().optional(),
      scheduleStart: dateTime().optional(),
      chargingSchedule: chargingSchedule().optional(),
    }),
});
