import * as z from 'zod';

import { lazy } from '../../../lazy.ts';
import { defineMessage } from '../../../message.ts';
import { certificateHashData } from '../../types/certificate-hash-data.ts';
import { certificateUse } from '../../types/certificate-use.ts';

/** The one list of OCPP 1.6 that may be absent but not empty. */
const certificateList = lazy(() => z.array(certificateHashData()).min(1).meta({ minItems: 1 }));

/**
 * Central System to Charge Point (OCPP 1.6 security white paper M03). Asks which root certificates of a kind
 * are installed.
 */
export const GetInstalledCertificateIds = defineMessage({
  action: 'GetInstalledCertificateIds',
  direction: 'fromCentralSystem',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper M03',
  request: () =>
    z.strictObject({
      certificateType: certificateUse(),
    }),
  confirmation: () =>
    z.strictObject({
      certificateHashData: certificateList().optional(),
      status: z.enum(['Accepted', 'NotFound']),
    }),
});
