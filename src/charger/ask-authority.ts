import { AuthorityAnswer, type CertificateAuthority } from '../domain/certificate-authority.ts';
import type { SignedChain } from '../domain/charge-point-certificate.ts';
import type { DigestKey } from '../env.ts';
import { assertNever } from '../lib/assert-never.ts';
import { postJson } from '../lib/post-json.ts';
import { openBuiltinAuthority } from './builtin-authority.ts';
import { openSecret } from './sealed-secret.ts';

/** What the encryption of a URL's token is bound to. */
export const tokenPurposeOf = (accountId: string) => `certificate authority token of ${accountId}`;

/** Whose key is to be certified. */
export interface CertificationRequest {
  csr: string;
  accountId: string;
  chargeBoxId: string;
  serialNumber: string | null;
  cpoName: string | null;
}

interface AuthorityPorts {
  db: D1Database;
  digestKeys: readonly DigestKey[];
}

/**
 * Has a request certified (security white paper A02.FR.04). Never throws: what goes wrong is told in words, for the
 * operator; nothing is tried again.
 *
 * @param now ms since the epoch
 */
export async function askAuthority(
  authority: CertificateAuthority,
  request: CertificationRequest,
  { db, digestKeys }: AuthorityPorts,
  now: number,
): Promise<({ ok: true } & SignedChain) | { ok: false; reason: string }> {
  try {
    const chain = await chainFrom(authority, request, { db, digestKeys }, now);
    const { faultOfChain } = await import('../lib/x509/certificate-issuer.ts');
    const { certificatePem, factsOf, readCertificates } = await import('../lib/x509/read-certificate.ts');
    const fault = faultOfChain(chain, request.csr);
    if (fault !== null)
      return { ok: false, reason: `The certificate authority gave no usable chain: ${fault}.` };
    const certificates = readCertificates(chain) ?? [];
    const [leaf] = certificates;
    return {
      ok: true,
      chain: certificatePem(certificates),
      certificate: leaf === undefined ? null : await factsOf(leaf),
    };
  } catch (error) {
    console.error({
      message: 'a certificate authority failed',
      chargeBoxId: request.chargeBoxId,
      error: String(error),
    });
    return { ok: false, reason: `The certificate authority failed: ${reasonOf(error)}.` };
  }
}

async function chainFrom(
  authority: CertificateAuthority,
  request: CertificationRequest,
  { db, digestKeys }: AuthorityPorts,
  now: number,
): Promise<string> {
  switch (authority.kind) {
    case 'builtin': {
      const { issueCertificate } = await import('../lib/x509/certificate-issuer.ts');
      const issuer = await openBuiltinAuthority(db, digestKeys, request.accountId, now);
      return issueCertificate(request.csr, issuer, now);
    }
    case 'url':
      return askUrl(authority, request, digestKeys);
    default:
      return assertNever(authority);
  }
}

/** The longest answer that is read. */
const LONGEST_ANSWER = 20_000;

async function askUrl(
  { url, timeoutSeconds, token }: Extract<CertificateAuthority, { kind: 'url' }>,
  { accountId, ...body }: CertificationRequest,
  digestKeys: readonly DigestKey[],
): Promise<string> {
  const bearer =
    token === null
      ? null
      : new TextDecoder().decode(await openSecret(digestKeys, tokenPurposeOf(accountId), token));
  const text = await postJson(url, {
    body,
    headers: bearer === null ? {} : { Authorization: `Bearer ${bearer}` },
    timeoutMs: timeoutSeconds * 1000,
    longest: LONGEST_ANSWER,
  });
  const answer = AuthorityAnswer.safeParse(readJson(text));
  if (!answer.success)
    throw new Error('its answer is not {"certificateChain": "<PEM of at most 10,000 characters>"}');
  return answer.data.certificateChain;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300).replace(/\.$/, '');
}
