import { createHash, type KeyObject, X509Certificate } from 'node:crypto';

import type { CertificateHashData, HashAlgorithm } from '../../ocpp/v16/types/certificate-hash-data.ts';
import { readDer, TAG } from './der.ts';

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** The certificates of a PEM text in their order; null when there is none, or one that cannot be read. */
export function readCertificates(pem: string): X509Certificate[] | null {
  const blocks = pem.match(PEM_BLOCK) ?? [];
  try {
    const certificates = blocks.map((block) => new X509Certificate(block));
    return certificates.length === 0 ? null : certificates;
  } catch {
    return null;
  }
}

/** What is wrong with a certificate in itself; null: nothing. RSA keys have 2048 bits at least (security white paper A00). */
export function certificateVerdict(certificate: X509Certificate, nowMs: number): string | null {
  if (Date.parse(certificate.validTo) < nowMs) return 'expired';
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const bits = asymmetricKeyDetails?.modulusLength;
  if (asymmetricKeyType === 'rsa' && bits !== undefined && bits < 2048) return 'key too short';
  return null;
}

/** Whether each certificate of a chain, the leaf first, was issued by the next. */
export function isChain(certificates: readonly X509Certificate[]): boolean {
  return certificates.every((certificate, index) => {
    const issuer = certificates[index + 1];
    return issuer === undefined || isIssuedBy(certificate, issuer);
  });
}

export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Names a certificate as OCSP does (RFC 6960 4.1.1); `issuer` is the certificate itself where it is a root. */
export function certificateHashData(
  certificate: X509Certificate,
  issuer: X509Certificate,
  hashAlgorithm: HashAlgorithm,
): CertificateHashData {
  const hash = (bytes: Uint8Array) =>
    createHash(hashAlgorithm.toLowerCase()).update(bytes).digest('hex').toUpperCase();
  return {
    hashAlgorithm,
    issuerNameHash: hash(issuerName(certificate)),
    issuerKeyHash: hash(keyBits(issuer.publicKey)),
    serialNumber: certificate.serialNumber.replace(/^0+(?=.)/, ''),
  };
}

/** The issuer's name in DER: behind version, serial number and signature algorithm (RFC 5280 4.1). */
function issuerName(certificate: X509Certificate): Uint8Array {
  const [outer] = readDer(certificate.raw);
  const [toBeSigned] = readDer(outer?.content ?? new Uint8Array());
  const fields = readDer(toBeSigned?.content ?? new Uint8Array());
  const name = fields[fields[0]?.tag === TAG.contextZero ? 3 : 2];
  if (name === undefined) throw new RangeError('a certificate without an issuer');
  return name.bytes;
}

/** The bits of the public key, without tag, length and the count of unused bits. */
function keyBits(key: KeyObject): Uint8Array {
  const [outer] = readDer(key.export({ type: 'spki', format: 'der' }));
  const bits = readDer(outer?.content ?? new Uint8Array()).find(({ tag }) => tag === TAG.bitString);
  if (bits === undefined) throw new RangeError('a public key without its bits');
  return bits.content.subarray(1);
}
