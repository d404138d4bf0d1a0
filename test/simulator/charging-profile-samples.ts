import type { ChargingProfile } from '../../src/ocpp/v16/types/charging-profile.ts';
import type { ChargingSchedule } from '../../src/ocpp/v16/types/charging-schedule.ts';

/** A TxDefaultProfile that counts from the start of charging; `limits` are [startPeriod, limit]. */
export function sampleProfile(
  limits: readonly (readonly [number, number])[],
  changes: Partial<Omit<ChargingProfile, 'chargingSchedule'>> = {},
  schedule: Partial<ChargingSchedule> = {},
): ChargingProfile {
  return {
    chargingProfileId: 1,
    stackLevel: 0,
    chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Relative',
    ...changes,
    chargingSchedule: {
      chargingRateUnit: 'W',
      chargingSchedulePeriod: limits.map(([startPeriod, limit]) => ({ startPeriod, limit })),
      ...schedule,
    },
  };
}
