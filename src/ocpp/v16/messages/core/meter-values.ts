import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { empty } from '../../types/empty.ts';
import { integer } from '../../types/integer.ts';
import { meterValue } from '../../types/meter-value.ts';

/**
 * Charge Point to Central System (OCPP 1.6 4.7). Delivers samples of a meter, during a transaction or
 * outside of one. `connectorId` 0 is the main meter.
 */
export const MeterValues = defineMessage({
  action: 'MeterValues',
  direction: 'fromChargePoint',
  profile: 'Core',
  section: 'OCPP 1.6 4.7',
  transactionRelated: true,
  request: () =>
    z.strictObject({
      connectorId: integer(),
      transactionId: integer().optional(),
      meterValue: z.array(meterValue()),
    }),
  confirmation: empty,
});
