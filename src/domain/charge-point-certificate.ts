import * as z from 'zod';
import { assertNever } from '../lib/assert-never.ts';
import type { CommandEnd } from './command.ts';
import { foldHex } from './fold-hex.ts';

/** Of which certificate: what it says of itself. Times in ms since the epoch. */
const CertificateFacts = z.object({
  subject: z.string(),
  issuer: z.string(),
  serialNumber: z.string(),
  notBefore: z.int(),
  notAfter: z.int(),
  fingerprint: z.string(),
});
type CertificateFacts = z.infer<typeof CertificateFacts>;

/**
 * How far a certificate of a charger has come: `requested` is at the authority, `refused` was not passed on to one,
 * `failed` got no certificate or could not be delivered; `sent` is with the charger, which `accepted` or `rejected` it,
 * and which has connected with an `active` one.
 */
export const CertificateState = z.enum([
  'requested',
  'refused',
  'failed',
  'signed',
  'sent',
  'accepted',
  'rejected',
  'active',
]);
export type CertificateState = z.infer<typeof CertificateState>;

/** A certificate of the charger itself, from its request on (security white paper A02, A03). Times in ms since the epoch. */
export const ChargePointCertificate = z.object({
  /** SHA-256 of the request; null where the certificate came without one, by a raw command. */
  requestDigest: z.string().nullable(),
  state: CertificateState,
  /** Why it is refused, failed or rejected, or has no answer. */
  reason: z.string().nullable(),
  /** Of the request. */
  subject: z.string().nullable(),
  /** Who signs: `builtin`, a URL, or `operator` for a raw command. */
  authority: z.string().nullable(),
  certificate: CertificateFacts.nullable(),
  /** PEM, the leaf first. */
  chain: z.string().nullable(),
  commandId: z.string().nullable(),
  requestedAt: z.int(),
  signedAt: z.int().nullable(),
  answeredAt: z.int().nullable(),
  activeAt: z.int().nullable(),
});
export type ChargePointCertificate = z.infer<typeof ChargePointCertificate>;

/** The certificates of a charger that count. */
export const ChargePointCertificates = z.object({
  /** The last one that it has accepted. */
  current: ChargePointCertificate.nullable(),
  /** The last one that was asked for or brought, whatever became of it. */
  latest: ChargePointCertificate.nullable(),
});
export type ChargePointCertificates = z.infer<typeof ChargePointCertificates>;

export const NO_CERTIFICATES: ChargePointCertificates = { current: null, latest: null };

/** A request that comes again within this time is the one at work, ms. */
const AT_WORK_MS = 120_000;

/** Whether the same request is being served already: it is signed once. */
export function isAtWork({ latest }: ChargePointCertificates, requestDigest: string, now: number): boolean {
  return (
    latest !== null &&
    latest.requestDigest === requestDigest &&
    ['requested', 'signed', 'sent'].includes(latest.state) &&
    now - latest.requestedAt < AT_WORK_MS
  );
}

/** A request as it comes, passed on to an authority unless there is a reason not to. */
export function requestCertificate(
  before: ChargePointCertificates,
  request: { digest: string; subject: string | null; authority: string | null; refusal: string | null },
  now: number,
): ChargePointCertificates {
  const { digest, subject, authority, refusal } = request;
  const latest: ChargePointCertificate = {
    ...newCertificate({ requestDigest: digest, subject, authority }, now),
    state: refusal === null ? 'requested' : 'refused',
    reason: refusal,
  };
  return { ...before, latest };
}

function newCertificate(
  of: Pick<ChargePointCertificate, 'requestDigest' | 'subject' | 'authority'>,
  now: number,
): ChargePointCertificate {
  return {
    ...of,
    state: 'requested',
    reason: null,
    certificate: null,
    chain: null,
    commandId: null,
    requestedAt: now,
    signedAt: null,
    answeredAt: null,
    activeAt: null,
  };
}

/** A chain that is to be sent to a charger. */
export interface SignedChain {
  chain: string;
  certificate: CertificateFacts | null;
}

/** The request has been signed. */
export function signCertificate(
  before: ChargePointCertificate,
  { chain, certificate }: SignedChain,
  now: number,
): ChargePointCertificate {
  return { ...before, state: 'signed', chain, certificate, signedAt: now };
}

/** A chain that was brought by a raw command: nobody has asked for it. */
export function bringCertificate(
  before: ChargePointCertificates,
  signed: SignedChain,
  now: number,
): ChargePointCertificates {
  const subject = signed.certificate?.subject ?? null;
  const brought = newCertificate({ requestDigest: null, subject, authority: 'operator' }, now);
  return { ...before, latest: signCertificate(brought, signed, now) };
}

/** What the end of the CertificateSigned that brought the latest certificate makes of it. */
export function settleCertificate(
  before: ChargePointCertificates,
  end: CommandEnd,
  now: number,
): ChargePointCertificates {
  const { latest } = before;
  if (latest === null || latest.state === 'active') return before;
  switch (end.state) {
    case 'answered': {
      const isAccepted = end.confirmation['status'] === 'Accepted';
      const answered: ChargePointCertificate = {
        ...latest,
        state: isAccepted ? 'accepted' : 'rejected',
        reason: isAccepted ? null : 'The charger has rejected the certificate.',
        answeredAt: now,
      };
      return { current: isAccepted ? answered : before.current, latest: answered };
    }
    case 'callError':
      return failing(before, latest, `The charger answered with an error: ${end.code}.`);
    case 'expired':
      return failing(before, latest, 'The charger did not come back in time to take it.');
    case 'invalidAnswer':
    case 'timedOut':
    case 'connectionLost':
      // It may have taken it: its connecting with it will tell, or a late answer.
      return { ...before, latest: { ...latest, reason: `The charger gave no clear answer (${end.state}).` } };
    default:
      return assertNever(end);
  }
}

function failing(
  before: ChargePointCertificates,
  latest: ChargePointCertificate,
  reason: string,
): ChargePointCertificates {
  return { ...before, latest: { ...latest, state: 'failed', reason } };
}

/** A client certificate as the edge saw it in a handshake; what it does not say is null. Hex, in any spelling. */
export interface PresentedCertificate {
  fingerprint: string | null;
  serialNumber: string | null;
}

/** The charger has connected with a certificate: one of ours becomes active. The same value where it is none of them. */
export function useCertificate(
  before: ChargePointCertificates,
  presented: PresentedCertificate,
  now: number,
): ChargePointCertificates {
  const used = [before.latest, before.current].find(
    (candidate) =>
      candidate !== null && candidate.certificate !== null && isSame(candidate.certificate, presented),
  );
  if (used === undefined || used === null) return before;
  if (used.state === 'active' && before.current?.certificate?.fingerprint === used.certificate?.fingerprint) {
    return before;
  }
  const active: ChargePointCertificate = {
    ...used,
    state: 'active',
    reason: null,
    activeAt: used.activeAt ?? now,
  };
  return { current: active, latest: used === before.latest ? active : before.latest };
}

/** The fingerprint decides where it is told; a serial number is unique only within its issuer. */
function isSame(certificate: CertificateFacts, { fingerprint, serialNumber }: PresentedCertificate): boolean {
  if (fingerprint !== null) return foldHex(fingerprint) === foldHex(certificate.fingerprint);
  return serialNumber !== null && foldHex(serialNumber) === foldHex(certificate.serialNumber);
}
