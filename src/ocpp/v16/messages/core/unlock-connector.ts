import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { integer } from '../../types/integer.ts';

/** Central System to Charge Point (OCPP 1.6 5.18). Frees a stuck cable; it is no way to end a transaction. */
export const UnlockConnector = defineMessage({
  action: 'UnlockConnector',
  direction: 'fromCentralSystem',
  profile: 'Core',
  section: 'OCPP 1.6 5.18',
  request: () =>
    z.strictObject({
      connectorId: integer(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Unlocked', 'UnlockFailed', 'NotSupported']),
    }),
});
