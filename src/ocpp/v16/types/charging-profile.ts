import * as z from 'zod';

import { lazy } from '../../lazy.ts';
import { chargingSchedule } from './charging-schedule.ts';
import { dateTime } from './date-time.ts';
import { integer } from './integer.ts';

/** ChargingProfilePurposeType (OCPP 1.6 7.11). */
export const chargingProfilePurpose = lazy(() =>
  z.enum(['ChargePointMaxProfile', 'TxDefaultProfile', 'TxProfile']),
);
export type ChargingProfilePurpose = z.infer<ReturnType<typeof chargingProfilePurpose>>;

/** ChargingProfileKindType (OCPP 1.6 7.10). */
export const chargingProfileKind = lazy(() => z.enum(['Absolute', 'Recurring', 'Relative']));
export type ChargingProfileKind = z.infer<ReturnType<typeof chargingProfileKind>>;

/** RecurrencyKindType (OCPP 1.6 7.39). */
export const recurrencyKind = lazy(() => z.enum(['Daily', 'Weekly']));
export type RecurrencyKind = z.infer<ReturnType<typeof recurrencyKind>>;

/** ChargingProfile (OCPP 1.6 7.8). */
export const chargingProfile = lazy(() =>
  z.strictObject({
    chargingProfileId: integer(),
    transactionId: integer().optional(),
    stackLevel: integer(),
    chargingProfilePurpose: chargingProfilePurpose(),
    chargingProfileKind: chargingProfileKind(),
    recurrencyKind: recurrencyKind().optional(),
    validFrom: dateTime().optional(),
    validTo: dateTime().optional(),
    chargingSchedule: chargingSchedule(),
  }),
);
export type ChargingProfile = z.infer<ReturnType<typeof chargingProfile>>;
