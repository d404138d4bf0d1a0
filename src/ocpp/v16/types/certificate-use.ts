import * as z from 'zod';

import { lazy } from '../../lazy.ts';

/** CertificateUseEnumType (OCPP 1.6 security white paper 5): which root certificate is meant. */
export const certificateUse = lazy(() =>
  z.enum(['CentralSystemRootCertificate', 'ManufacturerRootCertificate']),
);
export type CertificateUse = z.infer<ReturnType<typeof certificateUse>>;
