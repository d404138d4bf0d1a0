import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { acceptedOrRejected } from '../../types/accepted-or-rejected.ts';
import { empty } from '../../types/empty.ts';

/** Central System to Charge Point (OCPP 1.6 5.4). Empties the authorization cache. */
export const ClearCache = defineMessage({
  action: 'ClearCache',
  direction: 'fromCentralSystem',
  profile: 'Core',
  section: 'OCPP 1.6 5.4',
  request: empty,
  confirmation: () =>
    z.strictObject({
      status: acceptedOrRejected(),
    }),
});
