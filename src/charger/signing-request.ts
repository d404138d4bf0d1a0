import { findAccount } from '../d1/accounts.ts';
import type { CertificateAuthority } from '../domain/certificate-authority.ts';
import type { SignedChain } from '../domain/charge-point-certificate.ts';
import { sha256 } from '../lib/digest.ts';
import { within } from '../lib/within.ts';
import { askAuthority } from './ask-authority.ts';
import type { AskPorts } from './handler.ts';

/** How long a charger waits for D1 before its request is judged: it has a time-out of its own. */
const ACCOUNT_MS = 2_000;

/** What is made of a signing request before it is answered. */
export interface ExaminedRequest {
  /** SHA-256 of the request, by which a repeat is known. */
  digest: string;
  subject: string | null;
  /** `builtin` or a URL; null where there is none. */
  authority: string | null;
  /** Why it is not passed on, in words for the operator; null: it is. */
  refusal: string | null;
  /** The charger sent something wrong: it is counted for it. */
  isFaulty: boolean;
  /** Has it certified, once the charger has its answer. */
  certify: (() => Promise<({ ok: true } & SignedChain) | { ok: false; reason: string }>) | null;
}

/** Whether a charger's signing request can be certified (security white paper A02). Never throws; asks D1 for 2 s at most. */
export async function examineSigningRequest(
  { csr }: { csr: string },
  { registration, db, digestKeys }: AskPorts,
): Promise<ExaminedRequest> {
  const { accountId, chargeBoxId, serialNumber } = registration;
  const digest = await sha256(csr);
  const refuse = (refusal: string, isFaulty: boolean): ExaminedRequest => ({
    digest,
    subject: null,
    authority: null,
    refusal,
    isFaulty,
    certify: null,
  });
  const found = await within(
    ACCOUNT_MS,
    findAccount(db, accountId).then((account) => ({ account })),
    null,
  );
  if (found === null) return refuse('The account could not be asked for its certificate authority.', false);
  const cpoName = found.account?.cpoName ?? null;
  const { checkSigningRequest } = await import('../lib/x509/signing-request.ts');
  const checked = await checkSigningRequest(csr, { commonName: serialNumber, organization: cpoName });
  if (!checked.ok) return refuse(`The signing request was refused: ${checked.reason}.`, true);
  const authority = found.account?.certificateAuthority ?? null;
  if (authority === null) {
    return {
      ...refuse(
        'No certificate authority is set. PATCH /api/v1/account with certificateAuthority, then renew the certificate.',
        false,
      ),
      subject: checked.subject,
    };
  }
  return {
    digest,
    subject: checked.subject,
    authority: nameOf(authority),
    refusal: null,
    isFaulty: false,
    certify: () =>
      askAuthority(
        authority,
        { csr, accountId, chargeBoxId, serialNumber, cpoName },
        { db, digestKeys: digestKeys() },
        Date.now(),
      ),
  };
}

/** A query may hold a secret. */
function nameOf(authority: CertificateAuthority): string {
  if (authority.kind === 'builtin') return authority.kind;
  const { origin, pathname } = new URL(authority.url);
  return `${origin}${pathname}`;
}
