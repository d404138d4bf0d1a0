import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { idTagInfo } from '../../types/id-tag-info.ts';
import { idToken } from '../../types/id-token.ts';
import { integer } from '../../types/integer.ts';

/**
 * Charge Point to Central System (OCPP 1.6 4.8). Announces a transaction that began, perhaps long ago. It is
 * always given a transactionId. `meterStart` in Wh.
 */
export const StartTransaction = defineMessage({
  action: 'StartTransaction',
  direction: 'fromChargePoint',
  profile: 'Core',
  section: 'OCPP 1.6 4.8',
  transactionRelated: true,
  fractionalFields: ['meterStart'],
  request: () =>
    z.strictObject({
      connectorId: integer(),
      idTag: idToken(),
      meterStart: integer(),
      reservationId: integer().optional(),
      timestamp: dateTime(),
    }),
  confirmation: () =>
    z.strictObject({
      idTagInfo: idTagInfo(),
      transactionId: integer(),
    }),
});
