import { z } from '@hono/zod-openapi';
import type { InstalledCertificateBody } from '../../contracts/certificate-rpc.ts';
import { type CertificateHashData, certificateHashData } from '../../ocpp/v16/types/certificate-hash-data.ts';
import { certificateUse } from '../../ocpp/v16/types/certificate-use.ts';

const Text = z.string();

/** As the charger told it: its texts may be longer than the standard allows. */
const ToldHashData = z
  .strictObject({
    ...certificateHashData().shape,
    issuerNameHash: Text,
    issuerKeyHash: Text,
    serialNumber: Text,
  })
  .openapi('CertificateHashData');

/** A root certificate in a charger. */
export const InstalledCertificate = z
  .strictObject({
    certificateType: z.string().describe(certificateUse().options.join(', ')),
    certificateHashData: ToldHashData.nullable().describe(
      'As the charger named it, which POST …/certificates/delete takes; null where it was installed since and the charger has not been asked.',
    ),
    subject: z.string().nullable().describe('Null, as the next three, where it was not installed from here.'),
    notBefore: z.iso.datetime().nullable(),
    notAfter: z.iso.datetime().nullable(),
    installedAt: z.iso.datetime().nullable(),
    readAt: z.iso.datetime().nullable().describe('When the charger told it.'),
  })
  .openapi('InstalledCertificate');

export const HASH_DATA_EXAMPLE: CertificateHashData = {
  hashAlgorithm: 'SHA256',
  issuerNameHash: '9536e9fc47188f533e9932323ba3a5f069c660d80d4449e97b413791ce320304',
  issuerKeyHash: '0a1bfe6e82a2ffbe4e4d2b4b0ff6d9c8b7a6958473625140f1e2d3c4b5a69788',
  serialNumber: '9e58b21147291d07fc1f4ed509598a24',
};

export const INSTALLED_EXAMPLE: InstalledCertificateBody = {
  certificateType: 'CentralSystemRootCertificate',
  certificateHashData: HASH_DATA_EXAMPLE,
  subject: 'CN=Example Root',
  notBefore: '2025-01-01T00:00:00Z',
  notAfter: '2035-01-01T00:00:00Z',
  installedAt: '2025-01-15T10:00:00Z',
  readAt: '2025-01-15T10:05:00Z',
};
