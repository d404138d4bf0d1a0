import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { empty } from '../../types/empty.ts';
import { integer } from '../../types/integer.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.10). Asks for the version of the local list: 0 is none, -1 is
 * not supported.
 */
export const GetLocalListVersion = defineMessage({
  action: 'GetLocalListVersion',
  direction: 'fromCentralSystem',
  profile: 'LocalAuthListManagement',
  section: 'OCPP 1.6 5.10',
  request: empty,
  confirmation: () =>
    z.strictObject({
      listVersion: integer(),
    }),
});
