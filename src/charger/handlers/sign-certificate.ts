import type { CommandResult } from '../../contracts/command-rpc.ts';
import {
  isAtWork,
  NO_CERTIFICATES,
  requestCertificate,
  signCertificate as signRecord,
} from '../../domain/charge-point-certificate.ts';
import { SignCertificate } from '../../ocpp/v16/messages/security/sign-certificate.ts';
import { defineHandler, type HandlerPorts } from '../handler.ts';
import { type ExaminedRequest, examineSigningRequest } from '../signing-request.ts';
import { facts } from '../store/facts.ts';

/** How long a charger that went away meanwhile may take to come back for its certificate. */
const DELIVER_WITHIN_SECONDS = 3_600;

/**
 * A certificate signing request (security white paper A02): judged before it is answered, signed after that. What goes
 * wrong at the certificate authority is the operator's matter: the charger is not told, and nothing is tried again.
 */
export const signCertificate = defineHandler(SignCertificate, {
  ask: examineSigningRequest,
  handle: ({ asked, request, receivedAt }, ports) => {
    const { sql } = ports;
    const before = facts.chargePointCertificates.read(sql) ?? NO_CERTIFICATES;
    if (asked === null) return { confirmation: { status: 'Rejected' as const } };
    if (isAtWork(before, asked.digest, receivedAt)) return { confirmation: { status: 'Accepted' as const } };
    facts.chargePointCertificates.write(sql, requestCertificate(before, asked, receivedAt));
    if (asked.certify === null) {
      const example = `${asked.refusal ?? ''} ${request.csr}`.slice(0, 120);
      return {
        confirmation: { status: 'Rejected' as const },
        ...(asked.isFaulty ? { flags: [{ name: 'refusedSigningRequest' as const, example }] } : {}),
      };
    }
    return {
      confirmation: { status: 'Accepted' as const },
      afterwards: () => certify(asked, ports).catch(logFailure),
    };
  },
});

/** Has the request signed and sends what came of it, unless the charger has asked anew or is gone. */
async function certify(
  { certify: sign, digest }: ExaminedRequest,
  { sql, follow }: Pick<HandlerPorts, 'sql' | 'follow'>,
): Promise<void> {
  const signed = await sign?.();
  if (signed === undefined) return;
  const before = facts.chargePointCertificates.read(sql);
  if (before?.latest?.requestDigest !== digest || before.latest.state !== 'requested') return;
  const { latest } = before;
  if (!signed.ok) {
    const { reason } = signed;
    facts.chargePointCertificates.write(sql, { ...before, latest: { ...latest, state: 'failed', reason } });
    return;
  }
  facts.chargePointCertificates.write(sql, {
    ...before,
    latest: signRecord(latest, signed, Date.now()),
  });
  const result = await follow({
    action: 'CertificateSigned',
    payload: { certificateChain: signed.chain },
    deliverWithinSeconds: DELIVER_WITHIN_SECONDS,
  });
  const reason = notSentBecause(result);
  const now = facts.chargePointCertificates.read(sql);
  if (reason === null || now?.latest?.requestDigest !== digest) return;
  facts.chargePointCertificates.write(sql, { ...now, latest: { ...now.latest, state: 'failed', reason } });
}

/** Why the certificate never went into the queue; null: it did, and its command tells the rest. */
function notSentBecause(result: CommandResult): string | null {
  switch (result.kind) {
    case 'invalid':
      return `CertificateSigned was not sent: ${result.field} ${result.reason}`;
    case 'refused':
      return `CertificateSigned was not sent: ${result.reason}`;
    default:
      return null;
  }
}

function logFailure(error: unknown): void {
  console.error({ message: 'a signing request was cut off', error: String(error) });
}
