import * as z from 'zod';

import { defineMessage } from '../../../message.ts';
import { acceptedOrRejected } from '../../types/accepted-or-rejected.ts';
import { text } from '../../types/text.ts';

/**
 * Central System to Charge Point (OCPP 1.6 security white paper A02). Brings the certificate for a signing
 * request, PEM, the leaf first.
 */
export const CertificateSigned = defineMessage({
  action: 'CertificateSigned',
  direction: 'fromCentralSystem',
  profile: 'Security',
  section: 'OCPP 1.6 security white paper A02',
  request: () =>
    z.strictObject({
      certificateChain: text(10_000),
    }),
  confirmation: () =>
    z.strictObject({
      status: acceptedOrRejected(),
    }),
});
