import { createRoute, z } from '@hono/zod-openapi';
import { openBuiltinAuthority } from '../../charger/builtin-authority.ts';
import { findAccount } from '../../d1/accounts.ts';
import { toIsoTime } from '../../lib/time.ts';
import { noSuchAccount } from '../accounts/no-such-account.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';

const Body = z
  .strictObject({
    kind: z.enum(['builtin', 'url']),
    url: z.string().nullable(),
    certificate: z.string().nullable().describe('The root, PEM; null where the authority is a URL.'),
    subject: z.string().nullable(),
    notBefore: z.iso.datetime().nullable(),
    notAfter: z.iso.datetime().nullable(),
  })
  .openapi('CertificateAuthority');

const route = createRoute({
  method: 'get',
  path: '/certificate-authority',
  operationId: 'readCertificateAuthority',
  tags: ['Certificates'],
  summary: 'Who certifies the keys of the account’s chargers',
  description:
    'Of the built-in authority its root certificate: what has to be trusted where chargers connect with certificates of it. It is made at its first use, this one included.',
  ...securedBy('read'),
  request: { query: z.strictObject({}) },
  responses: {
    200: jsonResponse('The authority.', Body, {
      kind: 'builtin',
      url: null,
      certificate: '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n',
      subject: 'CN=Capacitor acc_0194678c2f1a7b6d8e9c0f1a2b3c4d5e',
      notBefore: '2025-01-15T09:00:00Z',
      notAfter: '2035-01-13T10:00:00Z',
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readCertificateAuthority = defineRoute({
  route,
  handler: async (c) => {
    const { accountId } = c.var.caller;
    const account = await findAccount(c.env.DB, accountId);
    if (account === null) throw noSuchAccount();
    const { certificateAuthority } = account;
    if (certificateAuthority === null) {
      throw new ApiError(
        'NOT_FOUND',
        'The account has no certificate authority. PATCH /api/v1/account with certificateAuthority sets one.',
      );
    }
    if (certificateAuthority.kind === 'url') {
      const { kind, url } = certificateAuthority;
      return c.json({ kind, url, certificate: null, subject: null, notBefore: null, notAfter: null }, 200);
    }
    const { DIGEST_KEYS } = c.var.settings;
    const { certificate } = await openBuiltinAuthority(c.env.DB, DIGEST_KEYS, accountId, Date.now());
    const { readCertificates } = await import('../../lib/x509/read-certificate.ts');
    const [root] = readCertificates(certificate) ?? [];
    return c.json(
      {
        kind: 'builtin' as const,
        url: null,
        certificate,
        subject: root?.subject ?? null,
        notBefore: root === undefined ? null : toIsoTime(root.notBefore.getTime()),
        notAfter: root === undefined ? null : toIsoTime(root.notAfter.getTime()),
      },
      200,
    );
  },
});
