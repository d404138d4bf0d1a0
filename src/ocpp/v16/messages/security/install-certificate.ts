import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { certificateUse } from '../../types/certificate-use.ts';
import { text } from '../../types/text.ts';

/** Central System to Charge Point (OCPP 1.6 security white paper M05). Installs a root certificate, PEM. */
export const InstallCertificate = defineMessage({
  action: 'InstallCertificate',
  direction: 'fromCentralSystem',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper M05',
  request: () =>
    z.strictObject({
      certificateType: certificateUse(),
      certificate: text(5500),
    }),
  confirmation: () =>
    z.strictObject({
      status: z.enum(['Accepted', 'Failed', 'Rejected']),
    }),
});
