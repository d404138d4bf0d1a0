import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { chargingProfile } from '../../types/charging-profile.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.16). Installs a charging profile; `connectorId` 0 means the
 * Charge Point or every connector, by its purpose.
 */
export const SetChargingProfile = defineMessage({
  action: 'SetChargingProfile',
  direction: 'fromCentralSystem',
  profile: 'SmartCharging',
  section: 'OCPP 1.6 5.16',
  request: () =>
    z.strictObject({
      connectorId: integer(),
      csChargingProfiles: chargingProfile(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Rejected', 'NotSupported']),
    }),
});
