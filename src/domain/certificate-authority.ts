import * as z from 'zod';

/** A secret at rest, and the digest key that its encryption key is derived from. */
export const Sealed = z.object({ keyId: z.string(), sealed: z.string() });
export type Sealed = z.infer<typeof Sealed>;

/** Who certifies the keys of an account's chargers (security white paper A02), as the account keeps it. */
export const CertificateAuthority = z.discriminatedUnion('kind', [
  /** Our own, for tests. */
  z.object({ kind: z.literal('builtin') }),
  z.object({
    kind: z.literal('url'),
    url: z.string(),
    timeoutSeconds: z.int(),
    /** Sent as `Authorization: Bearer`. */
    token: Sealed.nullable(),
  }),
]);
export type CertificateAuthority = z.infer<typeof CertificateAuthority>;

/** What a certificate authority that is a URL answers. */
export const AuthorityAnswer = z.object({ certificateChain: z.string().max(10_000) });
