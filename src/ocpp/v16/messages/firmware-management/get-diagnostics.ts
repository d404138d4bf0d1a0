import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { integer } from '../../types/integer.ts';
import { text } from '../../types/text.ts';
import { uri } from '../../types/uri.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.9). Asks for an upload of diagnostics into the folder
 * `location`; no `fileName` in the answer means there are none.
 */
export const GetDiagnostics = defineMessage({
  action: 'GetDiagnostics',
  direction: 'fromCentralSystem',
  profile: 'FirmwareManagement',
  section: 'OCPP 1.6 5.9',
  request: () =>
    z.strictObject({
      location: uri(),
      retries: integer().optional(),
      retryInterval: integer().optional(),
      startTime: dateTime().optional(),
      stopTime: dateTime().optional(),
    }),
  confirmation: () =>
    z.strictObject({
      fileName: text(255).optional(),
    }),
});
