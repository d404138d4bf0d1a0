import { z } from '@hono/zod-openapi';
import { chargingProfile } from '../../ocpp/v16/types/charging-profile.ts';

/** A charging profile that the charger has accepted. */
export const InstalledChargingProfile = z
  .strictObject({
    connectorId: z.int().describe('0: the charge point, or every connector, by its purpose.'),
    csChargingProfiles: chargingProfile(),
    installedAt: z.iso.datetime(),
    commandId: z.string(),
  })
  .openapi('InstalledChargingProfile');

export const PROFILE_EXAMPLE = {
  chargingProfileId: 1,
  stackLevel: 0,
  chargingProfilePurpose: 'TxDefaultProfile' as const,
  chargingProfileKind: 'Absolute' as const,
  chargingSchedule: {
    startSchedule: '2025-01-15T10:00:00Z',
    chargingRateUnit: 'A' as const,
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
  },
};
