import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { empty } from '../../types/empty.ts';
import { integer } from '../../types/integer.ts';
import { uri } from '../../types/uri.ts';

/**
 * Central System to Charge Point (OCPP 1.6 5.19). Asks for an update from `location`;
 * FirmwareStatusNotification tells the rest.
 */
export const UpdateFirmware = defineMessage({
  action: 'UpdateFirmware',
  direction: 'fromCentralSystem',
  profile: 'FirmwareManagement',
  section: 'OCPP 1.6 5.19',
  request: () =>
    z.strictObject({
      location: uri(),
      retries: integer().optional(),
      retrieveDate: dateTime(),
      retryInterval: integer().optional(),
    }),
  confirmation: empty,
});
