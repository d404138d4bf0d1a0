import type { InstalledCertificateBody } from '../contracts/certificate-rpc.ts';
import { toIsoTime } from '../lib/time.ts';
import {
  forgetSending,
  type InstalledCertificates,
  listInstalled,
  NOTHING_INSTALLED,
  noteSending,
} from '../domain/installed-certificates.ts';
import type { CertificateUse } from '../ocpp/v16/types/certificate-use.ts';
import type { CheckPorts } from './commands/command-rule.ts';
import { facts } from './store/facts.ts';

export function readInstalled(sql: SqlStorage): InstalledCertificates {
  return facts.installedCertificates.read(sql) ?? NOTHING_INSTALLED;
}

/** Changes what is known of the root certificates in the charger. */
export function changeInstalled(
  sql: SqlStorage,
  change: (before: InstalledCertificates) => InstalledCertificates,
): void {
  const before = readInstalled(sql);
  const after = change(before);
  if (after !== before) facts.installedCertificates.write(sql, after);
}

/** A root certificate is about to be sent: what it says of itself takes a wait, and is kept for the answer. */
export async function noteRootSending(
  { certificateType, certificate }: { certificateType: CertificateUse; certificate: string },
  commandId: string,
  { sql }: CheckPorts,
): Promise<void> {
  const { describeRootCertificate } = await import('../lib/x509/root-certificate.ts');
  const root = await describeRootCertificate(certificate);
  // A raw command may send what is no certificate: then there is nothing to be remembered.
  if (root === null) return;
  const { subject, serialNumber, notBefore, notAfter, fingerprint, issuerNameHashes } = root;
  changeInstalled(sql, (before) =>
    noteSending(before, {
      certificateType,
      commandId,
      subject,
      serialNumber,
      notBefore,
      notAfter,
      fingerprint,
      issuerNameHashes,
      installedAt: null,
    }),
  );
}

/** The charger has not taken it. */
export function forgetRoot(sql: SqlStorage, commandId: string): void {
  changeInstalled(sql, (before) => forgetSending(before, commandId));
}

export function installedCertificatesOf(sql: SqlStorage): InstalledCertificateBody[] {
  return listInstalled(readInstalled(sql)).map(({ certificateType, hashData, sent, readAt }) => ({
    certificateType,
    certificateHashData: hashData,
    subject: sent?.subject ?? null,
    notBefore: timeOf(sent?.notBefore),
    notAfter: timeOf(sent?.notAfter),
    installedAt: timeOf(sent?.installedAt),
    readAt: timeOf(readAt),
  }));
}

function timeOf(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : toIsoTime(at);
}
