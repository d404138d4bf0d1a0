import * as z from 'zod';
import type { CertificateHashData } from '../ocpp/v16/types/certificate-hash-data.ts';
import type { CertificateUse } from '../ocpp/v16/types/certificate-use.ts';
import { foldHex } from './fold-hex.ts';

/** The hash data as the charger told it: texts of any length. */
const HashData = z.object({
  hashAlgorithm: z.enum(['SHA256', 'SHA384', 'SHA512']),
  issuerNameHash: z.string(),
  issuerKeyHash: z.string(),
  serialNumber: z.string(),
});

/** A root certificate that was sent to the charger. Times in ms since the epoch. */
const SentCertificate = z.object({
  certificateType: z.string(),
  commandId: z.string(),
  subject: z.string(),
  serialNumber: z.string(),
  notBefore: z.int(),
  notAfter: z.int(),
  fingerprint: z.string(),
  /** Hex, by hash algorithm. */
  issuerNameHashes: z.record(z.string(), z.string()),
  /** When the charger took it; null: it has not said so. */
  installedAt: z.int().nullable(),
});
export type SentCertificate = z.infer<typeof SentCertificate>;

/** What is known of the root certificates in a charger. */
export const InstalledCertificates = z.object({
  /** What it told last, by certificateType, and what was deleted since. */
  told: z.record(z.string(), z.object({ readAt: z.int(), hashData: z.array(HashData) })),
  /** What was sent to it, newest last. */
  sent: z.array(SentCertificate),
});
export type InstalledCertificates = z.infer<typeof InstalledCertificates>;

export const NOTHING_INSTALLED: InstalledCertificates = { told: {}, sent: [] };

/** So many of those sent are remembered, and of those told kept. */
const MOST_SENT = 20;
const MOST_TOLD = 100;

/** A certificate is about to be sent. */
export function noteSending(before: InstalledCertificates, sent: SentCertificate): InstalledCertificates {
  return { ...before, sent: [...before.sent, sent].slice(-MOST_SENT) };
}

/** The charger has taken the certificate of this command: of the same one sent twice the newer counts. */
export function noteInstalled(
  before: InstalledCertificates,
  commandId: string,
  now: number,
): InstalledCertificates {
  const installed = before.sent.find((sent) => sent.commandId === commandId);
  if (installed === undefined) return before;
  const others = before.sent.filter(
    (sent) =>
      sent !== installed &&
      (sent.fingerprint !== installed.fingerprint || sent.certificateType !== installed.certificateType),
  );
  return { ...before, sent: [...others, { ...installed, installedAt: now }] };
}

/** The charger has not taken it. */
export function forgetSending(before: InstalledCertificates, commandId: string): InstalledCertificates {
  return {
    ...before,
    sent: before.sent.filter((sent) => sent.commandId !== commandId || sent.installedAt !== null),
  };
}

/** The charger has told all certificates of a type; what was sent and is not among them is gone. */
export function noteTold(
  before: InstalledCertificates,
  certificateType: CertificateUse,
  hashData: readonly CertificateHashData[],
  now: number,
): InstalledCertificates {
  const told = hashData.slice(0, MOST_TOLD);
  return {
    told: { ...before.told, [certificateType]: { readAt: now, hashData: told } },
    sent: before.sent.filter(
      (sent) =>
        sent.certificateType !== certificateType ||
        sent.installedAt === null ||
        told.some((known) => isOf(known, sent)),
    ),
  };
}

/** The charger has deleted a certificate, or does not have it. */
export function noteDeleted(
  before: InstalledCertificates,
  hashData: CertificateHashData,
): InstalledCertificates {
  const told: InstalledCertificates['told'] = {};
  for (const [type, { readAt, hashData: known }] of Object.entries(before.told)) {
    told[type] = { readAt, hashData: known.filter((other) => !areSame(other, hashData)) };
  }
  return {
    told,
    sent: before.sent.filter((sent) => sent.installedAt === null || !isOf(hashData, sent)),
  };
}

/** A root certificate in a charger, as far as it is known. */
export interface InstalledCertificate {
  certificateType: string;
  /** As the charger told it; null where it was installed since and the charger has not been asked. */
  hashData: CertificateHashData | null;
  /** Where it was installed from here. */
  sent: SentCertificate | null;
  readAt: number | null;
}

/** All that the charger told, and what it has taken since. */
export function listInstalled({ told, sent }: InstalledCertificates): InstalledCertificate[] {
  const taken = sent.filter(({ installedAt }) => installedAt !== null);
  const listed = Object.entries(told).flatMap(([certificateType, { readAt, hashData }]) =>
    hashData.map((data) => ({
      certificateType,
      hashData: data,
      sent: taken.find((known) => known.certificateType === certificateType && isOf(data, known)) ?? null,
      readAt,
    })),
  );
  const since = taken.filter((known) => listed.every((entry) => entry.sent !== known));
  return [
    ...listed,
    ...since.map((known) => ({
      certificateType: known.certificateType,
      hashData: null,
      sent: known,
      readAt: null,
    })),
  ];
}

/** The hash data of a certificate as the charger spelled it: hex compares without case, a charger may not. */
export function spelledByCharger(
  state: InstalledCertificates,
  hashData: CertificateHashData,
): CertificateHashData {
  return told(state).find((known) => areSame(known, hashData)) ?? hashData;
}

/** The algorithm that the charger named this certificate with, where that is another one (security white paper M04.FR.07). */
export function otherAlgorithm(
  state: InstalledCertificates,
  hashData: CertificateHashData,
): CertificateHashData['hashAlgorithm'] | null {
  if (told(state).some((known) => areSame(known, hashData))) return null;
  const sameSerial = told(state).filter(
    ({ serialNumber }) => foldHex(serialNumber) === foldHex(hashData.serialNumber),
  );
  const [other] = sameSerial;
  const isClear = other !== undefined && sameSerial.length === 1;
  return isClear && other.hashAlgorithm !== hashData.hashAlgorithm ? other.hashAlgorithm : null;
}

/** Whether this is the only root that the charger is known to check us with (security white paper M04). */
export function isLastRoot(
  installed: readonly { certificateType: string; certificateHashData: CertificateHashData | null }[],
  hashData: CertificateHashData,
): boolean {
  const [root, ...others] = installed.filter(
    ({ certificateType }) => certificateType === 'CentralSystemRootCertificate',
  );
  if (root === undefined || others.length > 0) return false;
  return root.certificateHashData === null || areSame(root.certificateHashData, hashData);
}

function told(state: InstalledCertificates): CertificateHashData[] {
  return Object.values(state.told).flatMap(({ hashData }) => hashData);
}

function areSame(left: CertificateHashData, right: CertificateHashData): boolean {
  return (
    left.hashAlgorithm === right.hashAlgorithm &&
    foldHex(left.serialNumber) === foldHex(right.serialNumber) &&
    left.issuerNameHash.toLowerCase() === right.issuerNameHash.toLowerCase() &&
    left.issuerKeyHash.toLowerCase() === right.issuerKeyHash.toLowerCase()
  );
}

/** Whether hash data names this certificate: by serial number and issuer, whose key need not be known. */
function isOf(hashData: CertificateHashData, sent: SentCertificate): boolean {
  return (
    foldHex(hashData.serialNumber) === foldHex(sent.serialNumber) &&
    sent.issuerNameHashes[hashData.hashAlgorithm] === hashData.issuerNameHash.toLowerCase()
  );
}
