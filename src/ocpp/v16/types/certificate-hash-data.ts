import * as z from 'zod';

import { lazy } from '../../lazy.ts';
import { text } from './text.ts';

/** HashAlgorithmEnumType (OCPP 1.6 security white paper 5). */
export const hashAlgorithm = lazy(() => z.enum(['SHA256', 'SHA384', 'SHA512']));
export type HashAlgorithm = z.infer<ReturnType<typeof hashAlgorithm>>;

/** CertificateHashDataType (OCPP 1.6 security white paper 5): names a certificate as OCSP does, all in hex. */
export const certificateHashData = lazy(() =>
  z.strictObject({
    hashAlgorithm: hashAlgorithm(),
    issuerNameHash: text(128),
    issuerKeyHash: text(128),
    serialNumber: text(40),
  }),
);
export type CertificateHashData = z.infer<ReturnType<typeof certificateHashData>>;
