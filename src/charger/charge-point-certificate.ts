import type {
  ChargePointCertificateBody,
  ChargePointCertificatesBody,
} from '../contracts/certificate-rpc.ts';
import {
  bringCertificate,
  type ChargePointCertificate,
  NO_CERTIFICATES,
  type PresentedCertificate,
  settleCertificate,
  useCertificate,
} from '../domain/charge-point-certificate.ts';
import type { Command, CommandEnd } from '../domain/command.ts';
import { toIsoTime } from '../lib/time.ts';
import type { CheckPorts, EffectPorts } from './commands/command-rule.ts';
import { readCommand } from './store/commands.ts';
import { facts } from './store/facts.ts';

/** A chain is about to be sent; one that no request led to is put on record first. */
export async function noteChain(chain: string, { sql, now }: CheckPorts): Promise<void> {
  const { factsOf, readCertificates } = await import('../lib/x509/read-certificate.ts');
  const [leaf] = readCertificates(chain) ?? [];
  const certificate = leaf === undefined ? null : await factsOf(leaf);
  // Read only now: another command may have been at work during the wait.
  const before = facts.chargePointCertificates.read(sql) ?? NO_CERTIFICATES;
  const { latest } = before;
  if (latest !== null && latest.chain === chain && latest.state === 'signed') return;
  facts.chargePointCertificates.write(sql, bringCertificate(before, { chain, certificate }, now));
}

/** A CertificateSigned joins the queue. */
export function noteChainQueued(chain: string, commandId: string, { sql }: EffectPorts): void {
  const before = facts.chargePointCertificates.read(sql);
  if (before?.latest?.chain !== chain) return;
  facts.chargePointCertificates.write(sql, {
    ...before,
    latest: { ...before.latest, state: 'sent', commandId },
  });
}

/** A CertificateSigned has ended; one that a newer one has replaced changes nothing. */
export function settleChain(end: CommandEnd, { commandId }: Command, { sql, now }: EffectPorts): void {
  const before = facts.chargePointCertificates.read(sql);
  if (before?.latest?.commandId !== commandId) return;
  facts.chargePointCertificates.write(sql, settleCertificate(before, end, now));
}

/** The charger was let in with a certificate that the edge has verified. */
export function noteCertificateUsed(sql: SqlStorage, presented: PresentedCertificate, now: number): void {
  const before = facts.chargePointCertificates.read(sql);
  if (before === null) return;
  const after = useCertificate(before, presented, now);
  if (after !== before) facts.chargePointCertificates.write(sql, after);
}

/** A request that the authority has had for so long was cut off: the object was moved, or its code replaced. */
const CUT_OFF_MS = 300_000;

export function chargePointCertificatesOf(sql: SqlStorage, now: number): ChargePointCertificatesBody {
  const { current, latest } = facts.chargePointCertificates.read(sql) ?? NO_CERTIFICATES;
  return {
    current: current === null ? null : toBody(current),
    latest: latest === null ? null : toBody(asOf(sql, latest, now)),
  };
}

function asOf(sql: SqlStorage, latest: ChargePointCertificate, now: number): ChargePointCertificate {
  const { state, requestedAt, commandId } = latest;
  if (state === 'requested' && now - requestedAt > CUT_OFF_MS) {
    return { ...latest, state: 'failed', reason: 'The signing was cut off. Renew the certificate.' };
  }
  const isWaiting = state === 'sent' && commandId !== null && readCommand(sql, commandId)?.state === 'queued';
  return isWaiting ? { ...latest, state: 'signed' } : latest;
}

function toBody(certificate: ChargePointCertificate): ChargePointCertificateBody {
  const { state, reason, subject, authority, chain, commandId, requestedAt } = certificate;
  const { certificate: leaf, signedAt, answeredAt, activeAt } = certificate;
  return {
    state,
    reason,
    subject: leaf?.subject ?? subject,
    issuer: leaf?.issuer ?? null,
    serialNumber: leaf?.serialNumber ?? null,
    fingerprint: leaf?.fingerprint ?? null,
    notBefore: timeOf(leaf?.notBefore),
    notAfter: timeOf(leaf?.notAfter),
    certificateAuthority: authority,
    certificateChain: chain,
    commandId,
    requestedAt: toIsoTime(requestedAt),
    signedAt: timeOf(signedAt),
    answeredAt: timeOf(answeredAt),
    activeAt: timeOf(activeAt),
  };
}

function timeOf(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : toIsoTime(at);
}
