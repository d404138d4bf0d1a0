import * as z from 'zod';

import { lazy } from '../../../lazy.ts';
import { defineMessage } from '../../../message.ts';
import { dateTime } from '../../types/date-time.ts';
import { integer } from '../../types/integer.ts';
import { text } from '../../types/text.ts';

/** FirmwareType (OCPP 1.6 security white paper 5): certificate PEM, signature base64. */
const firmware = lazy(() =>
  z.strictObject({
    location: text(512),
    retrieveDateTime: dateTime(),
    installDateTime: dateTime().optional(),
    signingCertificate: text(5500),
    signature: text(800),
  }),
);

/**
 * Central System to Charge Point (OCPP 1.6 security white paper L01). Asks for an update whose signature the
 * Charge Point checks.
 */
export const SignedUpdateFirmware = defineMessage({
  action: 'SignedUpdateFirmware',
  direction: 'fromCentralSystem',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper L01',
  request: () =>
    z.strictObject({
      retries: integer().optional(),
      retryInterval: integer().optional(),
      requestId: integer(),
      firmware: firmware(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum([
        'Accepted',
        'Rejected',
        'AcceptedCanceled',
        'InvalidCertificate',
        'RevokedCertificate',
      ]),
    }),
});
