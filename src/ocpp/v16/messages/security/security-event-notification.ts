import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { empty } from '../../types/empty.ts';
import { text } from '../../types/text.ts';

/**
 * Charge Point to Central System (OCPP 1.6 security white paper A04). Reports a security event; delivery is
 * guaranteed, so times may be old. Custom types exist.
 */
export const SecurityEventNotification = defineMessage({
  action: 'SecurityEventNotification',
  direction: 'fromChargePoint',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper A04',
  receiptTimeFields: ['timestamp'],
  request: () =>
    z.strictObject({
      type: text(50),
      timestamp: dateTime(),
      techInfo: text(255).optional(),
    }),
  confirmation: empty,
});
