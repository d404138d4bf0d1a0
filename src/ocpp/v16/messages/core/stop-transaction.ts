import * as z from 'zod';

import { lazy } from '../../../lazy.ts';
import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { idTagInfo } from '../../types/id-tag-info.ts';
import { idToken } from '../../types/id-token.ts';
import { integer } from '../../types/integer.ts';
import { meterValue } from '../../types/meter-value.ts';

/** Reason (OCPP 1.6 7.36): why the transaction ended. */
export const stopReason = lazy(() =>
  z.enum([
    'DeAuthorized',
    'EmergencyStop',
    'EVDisconnected',
    'HardReset',
    'Local',
    'Other',
    'PowerLoss',
    'Reboot',
    'Remote',
    'SoftReset',
    'UnlockCommand',
  ]),
);
export type StopReason = z.infer<ReturnType<typeof stopReason>>;

/**
 * Charge Point to Central System (OCPP 1.6 4.10). Announces the end of a transaction; it cannot be refused.
 * `meterStop` in Wh. An absent `reason` means `Local`.
 */
export const StopTransaction = defineMessage({
  action: 'StopTransaction',
  direction: 'fromChargePoint',
  profile: 'Core',
  section: 'OCPP 1.6 4.10',
  transactionRelated: true,
  enumFallbacks: { reason: 'Other' },
  fractionalFields: ['meterStop'],
  request: () =>
    z.strictObject({
      idTag: idToken().optional(),
      meterStop: integer(),
      timestamp: dateTime(),
      transactionId: integer(),
      reason: stopReason().optional(),
      transactionData: z.array(meterValue()).optional(),
    }),
  confirmation: () =>
    z.strictObject({
      idTagInfo: idTagInfo().optional(),
    }),
});
