import * as z from 'zod';

import { lazy } from '../../lazy.ts';
import { dateTime } from './date-time.ts';
import { integer } from './integer.ts';
import { oneDecimal } from './one-decimal.ts';

/** ChargingRateUnitType (OCPP 1.6 7.12): amperes per phase, or watts in total. */
export const chargingRateUnit = lazy(() => z.enum(['A', 'W']));
export type ChargingRateUnit = z.infer<ReturnType<typeof chargingRateUnit>>;

/** ChargingSchedulePeriod (OCPP 1.6 7.14). `startPeriod` in seconds from the schedule's start. */
export const chargingSchedulePeriod = lazy(() =>
  z.strictObject({
    startPeriod: integer(),
    limit: oneDecimal(),
    numberPhases: integer().optional(),
  }),
);
export type ChargingSchedulePeriod = z.infer<ReturnType<typeof chargingSchedulePeriod>>;

/** ChargingSchedule (OCPP 1.6 7.13). `duration` in seconds. */
export const chargingSchedule = lazy(() =>
  z.strictObject({
    duration: integer().optional(),
    startSchedule: dateTime().optional(),
    chargingRateUnit: chargingRateUnit(),
    chargingSchedulePeriod: z.array(chargingSchedulePeriod()),
    minChargingRate: oneDecimal().optional(),
  }),
);
export type ChargingSchedule = z.infer<ReturnType<typeof chargingSchedule>>;
