import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { acceptedOrRejected } from '../../types/accepted-or-rejected.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.12). Asks to end a transaction; it runs until its
 * StopTransaction comes.
 */
export const RemoteStopTransaction = defineMessage({
  action: 'RemoteStopTransaction',
  direction: 'fromCentralSystem',
  profile: 'Core',
  section: 'OCPP 1.6 5.12',
  request: () =>
    z.strictObject({
      transactionId: integer(),
    }),
  confirmation: () =>
    z.strictObject({
      status: acceptedOrRejected(),
    }),
});
