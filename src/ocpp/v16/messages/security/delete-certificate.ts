import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { certificateHashData } from '../../types/certificate-hash-data.ts';

/**
 * Central System to Charge Point (OCPP 1.6 security white paper M04). Removes an installed root certificate.
 */
export const DeleteCertificate = defineMessage({
  action: 'DeleteCertificate',
  direction: 'fromCentralSystem',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper M04',
  request: () =>
    z.strictObject({
      certificateHashData: certificateHashData(),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Failed', 'NotFound']),
    }),
});
