import 'reflect-metadata';
import { X509Certificate } from '@peculiar/x509';
import { hexOfBytes } from '../digest.ts';
import { toIsoTime } from '../time.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** The certificates of a PEM text in their order; null where there is none, or one that cannot be read. */
export function readCertificates(pem: string): [X509Certificate, ...X509Certificate[]] | null {
  try {
    const [first, ...others] = (pem.match(BLOCK) ?? []).map((block) => new X509Certificate(block));
    return first === undefined ? null : [first, ...others];
  } catch {
    return null;
  }
}

/** Certificates as PEM with LF behind each line (RFC 7468), the way chargers are sent it. */
export function certificatePem(certificates: readonly X509Certificate[]): string {
  return certificates.map((certificate) => `${certificate.toString('pem').trim()}\n`).join('');
}

/** Why a certificate does not count at a time, in ms since the epoch; null where it does. */
export function faultOfDates({ notBefore, notAfter }: X509Certificate, now: number): string | null {
  if (now < notBefore.getTime()) return `is not valid before ${toIsoTime(notBefore.getTime())}`;
  if (now > notAfter.getTime()) return `has expired at ${toIsoTime(notAfter.getTime())}`;
  return null;
}

/** What a certificate says of itself. Times in ms since the epoch. */
export interface CertificateFacts {
  subject: string;
  issuer: string;
  /** Hex, without leading zeros. */
  serialNumber: string;
  notBefore: number;
  notAfter: number;
  /** SHA-256 of the whole, hex. */
  fingerprint: string;
}

export async function factsOf(certificate: X509Certificate): Promise<CertificateFacts> {
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    serialNumber: certificate.serialNumber.replace(/^0+(?=.)/, ''),
    notBefore: certificate.notBefore.getTime(),
    notAfter: certificate.notAfter.getTime(),
    fingerprint: hexOfBytes(new Uint8Array(await crypto.subtle.digest('SHA-256', certificate.rawData))),
  };
}
