import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type X509Certificate,
} from '@peculiar/x509';
import { hexOfBytes } from '../digest.ts';
import { weaknessOf } from './key-strength.ts';
import {
  certificatePem,
  type CertificateFacts,
  factsOf,
  faultOfDates,
  readCertificates,
} from './read-certificate.ts';

/** A root certificate, and what a charger may call it by. */
export interface RootCertificate extends CertificateFacts {
  /** With LF behind each line. */
  pem: string;
  /** The hash of its issuer's name in DER (RFC 6960 4.1.1), hex, by the algorithm's name without hyphen. */
  issuerNameHashes: Record<'SHA256' | 'SHA384' | 'SHA512', string>;
}

/**
 * Reads the one certificate that a charger is to trust: a certificate authority's, in date, with a strong key.
 *
 * @param now ms since the epoch
 * @returns or what is wrong with it, in words that follow its name
 */
export async function readRootCertificate(
  pem: string,
  now: number,
): Promise<{ ok: true; root: RootCertificate } | { ok: false; reason: string }> {
  const [certificate, ...others] = readCertificates(pem) ?? [];
  if (certificate === undefined) {
    return { ok: false, reason: 'is no X.509 certificate in PEM. Send it from -----BEGIN CERTIFICATE-----' };
  }
  if (others.length > 0) return { ok: false, reason: 'holds several certificates: install them one by one' };
  const reason = faultOfDates(certificate, now) ?? faultOfAuthority(certificate);
  return reason === null ? { ok: true, root: await describeRoot(certificate) } : { ok: false, reason };
}

/** What a root certificate of any state says of itself; null where it cannot be read. */
export async function describeRootCertificate(pem: string): Promise<RootCertificate | null> {
  const [certificate] = readCertificates(pem) ?? [];
  return certificate === undefined ? null : describeRoot(certificate);
}

async function describeRoot(certificate: X509Certificate): Promise<RootCertificate> {
  const name = certificate.issuerName.toArrayBuffer();
  const hash = async (algorithm: string) =>
    hexOfBytes(new Uint8Array(await crypto.subtle.digest(algorithm, name)));
  const [SHA256, SHA384, SHA512] = await Promise.all([hash('SHA-256'), hash('SHA-384'), hash('SHA-512')]);
  return {
    ...(await factsOf(certificate)),
    pem: certificatePem([certificate]),
    issuerNameHashes: { SHA256, SHA384, SHA512 },
  };
}

/** Roots of the last century say nothing of what they are for; others do (RFC 5280 4.2.1.3, 4.2.1.9). */
function faultOfAuthority(certificate: X509Certificate): string | null {
  try {
    const constraints = certificate.getExtension(BasicConstraintsExtension);
    const isOwnIssuer = certificate.subject === certificate.issuer;
    if (constraints === null ? !isOwnIssuer : !constraints.ca) {
      return 'is not that of a certificate authority (basicConstraints CA)';
    }
    const usages = certificate.getExtension(KeyUsagesExtension)?.usages;
    if (usages !== undefined && (usages & KeyUsageFlags.keyCertSign) === 0) {
      return 'may not sign certificates (keyUsage keyCertSign)';
    }
    const weakness = weaknessOf(certificate.publicKey);
    return weakness === null ? null : `is too weak: ${weakness}`;
  } catch {
    return 'has a key or an extension that cannot be read';
  }
}
