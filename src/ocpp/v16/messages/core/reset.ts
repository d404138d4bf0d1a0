import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { acceptedOrRejected } from '../../types/accepted-or-rejected.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.14). Restarts the Charge Point; `Soft` ends its transactions
 * first.
 */
export const Reset = defineMessage({
  action: 'Reset',
  direction: 'fromCentralSystem',
  profile: 'Core',
  section: 'OCPP 1.6 5.14',
  request: () =>
    z.strictObject({
      type: z.enum(['Hard', 'Soft']),
    }),
  confirmation: () =>
    z.strictObject({
      status: acceptedOrRejected(),
    }),
});
