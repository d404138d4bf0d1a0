import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { acceptedOrRejected } from '../../types/accepted-or-rejected.ts';
import { text } from '../../types/text.ts';

/**
 * Charge Point to Central System (OCPP 1.6 security white paper A02). Asks for a certificate: `csr` is a
 * PKCS#10 request, PEM.
 */
export const SignCertificate = defineMessage({
  action: 'SignCertificate',
  direction: 'fromChargePoint',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper A02',
  exactFields: ['csr'],
  request: () =>
    z.strictObject({
      csr: text(5500),
    }),
  confirmation: () =>
    z.strictObject({
      status: acceptedOrRejected(),
    }),
});
