import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.2). Takes a connector out of service or back; `connectorId` 0
 * means the Charge Point and all of its connectors.
 */
export const ChangeAvailability = defineMessage({
  action: 'ChangeAvailability',
  direction: 'fromCentralSystem',
  profile: 'Core',
  section: 'OCPP 1.6 5.2',
  request: () =>
    z.strictObject({
      connectorId: integer(),
      type: z.enum(['Inoperative', 'Operative']),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Rejected', 'Scheduled']),
    }),
});
