import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { chargingProfilePurpose } from '../../types/charging-profile.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.5). Removes the charging profiles that match; without criteria
 * all of them.
 */
export const ClearChargingProfile = defineMessage({
  action: 'ClearChargingProfile',
  direction: 'fromCentralSystem',
  profile: 'SmartCharging',
  section: 'OCPP 1.6 5.5',
  request: () =>
    z.strictObject({
      id: integer().optional(),
      connectorId: integer().optional(),
      chargingProfilePurpose: chargingProfilePurpose().optional(),
      stackLevel: integer().optional(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Unknown']),
    }),
});
