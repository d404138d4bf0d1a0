import { createRoute, z } from '@hono/zod-openapi';
import type { ChargePointCertificatesBody } from '../../contracts/certificate-rpc.ts';
import { CertificateState } from '../../domain/charge-point-certificate.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';

const Certificate = z
  .strictObject({
    state: z
      .string()
      .describe(
        `${CertificateState.options.join(', ')}: refused, it was not passed on to the authority; failed, there is no certificate or it was not delivered; active, the charger has connected with it, as far as the edge shows that.`,
      ),
    reason: z.string().nullable().describe('Why it is refused, failed or rejected, or has no clear answer.'),
    subject: z.string().nullable(),
    issuer: z.string().nullable(),
    serialNumber: z.string().nullable().describe('Hex.'),
    fingerprint: z.string().nullable().describe('SHA-256, hex.'),
    notBefore: z.iso.datetime().nullable(),
    notAfter: z.iso.datetime().nullable(),
    certificateAuthority: z
      .string()
      .nullable()
      .describe('Who signed: builtin, a URL, or operator for one that a raw command brought.'),
    certificateChain: z.string().nullable().describe('PEM, the leaf first.'),
    commandId: z.string().nullable().describe('Of the CertificateSigned.'),
    requestedAt: z.iso.datetime(),
    signedAt: z.iso.datetime().nullable(),
    answeredAt: z.iso.datetime().nullable(),
    activeAt: z.iso.datetime().nullable(),
  })
  .openapi('ChargePointCertificate');

const Body = z
  .strictObject({
    chargeBoxId: z.string(),
    current: Certificate.nullable().describe('The last one that the charger has accepted.'),
    latest: Certificate.nullable().describe(
      'The last one that was asked for or brought, whatever became of it.',
    ),
  })
  .openapi('ChargePointCertificates');

const EXAMPLE: z.infer<typeof Certificate> = {
  state: 'active',
  reason: null,
  subject: 'CN=SN-4711, O=Example Charging',
  issuer: 'CN=Example Issuing CA',
  serialNumber: '9e58b21147291d07fc1f4ed509598a24',
  fingerprint: 'e1db191af90f0bf07024d15357a4f4927aa815982f34277f77659ca2064ebe68',
  notBefore: '2025-01-15T09:00:00Z',
  notAfter: '2026-01-15T10:00:00Z',
  certificateAuthority: 'https://ca.example.com/sign',
  certificateChain: '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n',
  commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
  requestedAt: '2025-01-15T10:00:00Z',
  signedAt: '2025-01-15T10:00:01Z',
  answeredAt: '2025-01-15T10:00:02Z',
  activeAt: '2025-01-15T10:00:05Z',
};

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/certificates/charge-point',
  operationId: 'readChargePointCertificate',
  tags: ['Certificates'],
  summary: 'The charger’s own certificate',
  description:
    'With which it proves who it is under security profile 3, and how far a new one is: what became of its last signing request, who signed, what the charger said.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('What is known.', Body, {
      chargeBoxId: 'CP-OFFICE-01',
      current: EXAMPLE,
      latest: EXAMPLE,
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readChargePointCertificate = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const known = await reading<ChargePointCertificatesBody | null>(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).chargePointCertificates(c.var.caller.accountId),
    );
    if (known === null) throw noSuchCharger(chargeBoxId);
    return c.json({ chargeBoxId, ...known }, 200);
  },
});
