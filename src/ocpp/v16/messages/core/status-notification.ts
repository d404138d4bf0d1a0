import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { chargePointErrorCode } from '../../types/charge-point-error-code.ts';
import { chargePointStatus } from '../../types/charge-point-status.ts';
import { dateTime } from '../../types/date-time.ts';
import { empty } from '../../types/empty.ts';
import { integer } from '../../types/integer.ts';
import { text } from '../../types/text.ts';

/**
 * Charge Point to Central System (OCPP 1.6 4.9). Tells the status of a connector, or with `connectorId` 0 of
 * the Charge Point itself.
 */
export const StatusNotification = defineMessage({
  action: 'StatusNotification',
  direction: 'fromChargePoint',
  profile: 'Core',
  section: 'OCPP 1.6 4.9',
  openEnums: ['errorCode', 'status'],
  receiptTimeFields: ['timestamp'],
  request: () =>
    z.strictObject({
      connectorId: integer(),
      errorCode: chargePointErrorCode(),
      info: text(50).optional(),
      status: chargePointStatus(),
      timestamp: dateTime().optional(),
      vendorId: text(255).optional(),
      vendorErrorCode: text(50).optional(),
    }),
  confirmation: empty,
});
