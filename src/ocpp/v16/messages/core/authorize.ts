import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { idTagInfo } from '../../types/id-tag-info.ts';
import { idToken } from '../../types/id-token.ts';

/**
 * Charge Point to Central System (OCPP 1.6 4.1). Asks whether an idTag may charge; the answer never starts
 * anything.
 */
export const Authorize = defineMessage({
  action: 'Authorize',
  direction: 'fromChargePoint',
  profile: 'Core',
  section: 'OCPP 1.6 4.1',
  exactFields: ['idTag'],
  request: () =>
    z.strictObject({
      idTag: idToken(),
    }),
  confirmation: () =>
    z.strictObject({
      idTagInfo: idTagInfo(),
    }),
});
