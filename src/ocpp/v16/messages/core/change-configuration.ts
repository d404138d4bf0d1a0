import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { text } from '../../types/text.ts';

/** Central System to Charge Point (OCPP 1.6 5.3). Sets one configuration key; values are always text. */
export const ChangeConfiguration = defineMessage({
  action: 'ChangeConfiguration',
  direction: 'fromCentralSystem',
  profile: 'Core',
  section: 'OCPP 1.6 5.3',
  request: () =>
    z.strictObject({
      key: text(50),
      value: text(500),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Rejected', 'RebootRequired', 'NotSupported']),
    }),
});
