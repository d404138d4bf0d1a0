import { z } from '@hono/zod-openapi';
import { tokenPurposeOf } from '../../charger/ask-authority.ts';
import { sealSecret } from '../../charger/sealed-secret.ts';
import type { CertificateAuthority } from '../../domain/certificate-authority.ts';
import type { DigestKey } from '../../env.ts';

const URL_FIELDS = {
  kind: z.literal('url'),
  url: z
    .url({ protocol: /^https?$/, error: 'Must be an http or https URL' })
    .max(2_000)
    .describe(
      'Gets {csr, chargeBoxId, serialNumber, cpoName} as JSON by POST and answers {certificateChain}: PEM, the leaf first.',
    ),
};

const Builtin = z.strictObject({ kind: z.literal('builtin') });

/** Who certifies the keys of chargers, as an owner sets it. */
export const CertificateAuthorityChange = z
  .discriminatedUnion('kind', [
    Builtin,
    z.strictObject({
      ...URL_FIELDS,
      timeoutSeconds: z.int().min(1).max(60).default(30).describe('How long it may take.'),
      token: z
        .string()
        .min(1)
        .max(1_000)
        .optional()
        .describe('Sent to the URL as Authorization: Bearer. It is kept encrypted and never shown.'),
    }),
  ])
  .nullable()
  .describe(
    'Who certifies the keys of chargers (SignCertificate): builtin, an authority of this system for tests; a URL; null, nobody, and chargers that ask are told Rejected.',
  );

/** The same as every answer shows it. */
export const CertificateAuthorityBody = z
  .discriminatedUnion('kind', [
    Builtin,
    z.strictObject({ ...URL_FIELDS, timeoutSeconds: z.int(), hasToken: z.boolean() }),
  ])
  .nullable()
  .describe('Who certifies the keys of chargers; null: nobody.');

export function certificateAuthorityBody(
  authority: CertificateAuthority | null,
): z.infer<typeof CertificateAuthorityBody> {
  if (authority === null || authority.kind === 'builtin') return authority;
  const { kind, url, timeoutSeconds, token } = authority;
  return { kind, url, timeoutSeconds, hasToken: token !== null };
}

/** The setting as it is stored: its token encrypted. */
export async function sealedAuthority(
  change: z.infer<typeof CertificateAuthorityChange>,
  accountId: string,
  digestKeys: readonly DigestKey[],
): Promise<CertificateAuthority | null> {
  if (change === null || change.kind === 'builtin') return change;
  const { kind, url, timeoutSeconds, token } = change;
  if (token === undefined) return { kind, url, timeoutSeconds, token: null };
  const plain = new TextEncoder().encode(token);
  return {
    kind,
    url,
    timeoutSeconds,
    token: await sealSecret(digestKeys, tokenPurposeOf(accountId), Uint8Array.from(plain)),
  };
}
