import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { text } from '../../types/text.ts';

/**
 * Both ways (OCPP 1.6 4.3 and 5.6). Carries what vendors agreed among themselves. Some chargers send `data`
 * as JSON, not text.
 */
export const DataTransfer = defineMessage({
  action: 'DataTransfer',
  direction: 'both',
  profile: 'Core',
  section: 'OCPP 1.6 4.3 and 5.6',
  jsonTextFields: ['data'],
  request: () =>
    z.strictObject({
      vendorId: text(255),
      messageId: text(50).optional(),
      data: z.string().optional(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Rejected', 'UnknownMessageId', 'UnknownVendorId']),
      data: z.string().optional(),
    }),
});
