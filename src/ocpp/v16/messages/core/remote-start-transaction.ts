import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { acceptedOrRejected } from '../../types/accepted-or-rejected.ts';
import { chargingProfile } from '../../types/charging-profile.ts';
import { idToken } from '../../types/id-token.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.11). Asks for a transaction; `Accepted` means it will be tried.
 */
export const RemoteStartTransaction = defineMessage({
  action: 'RemoteStartTransaction',
  direction: 'fromCentralSystem',
  profile: 'Core',
  section: 'OCPP 1.6 5.11',
  request: () =>
    z.strictObject({
      connectorId: integer().optional(),
      idTag: idToken(),
      chargingProfile: chargingProfile().optional(),
    }),
  confirmation: () =>
    z.strictObject({
      status: acceptedOrRejected(),
    }),
});
