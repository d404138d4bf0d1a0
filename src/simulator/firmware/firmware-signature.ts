import { constants, type KeyObject, verify, type X509Certificate } from 'node:crypto';

import { certificateVerdict } from '../security/certificate.ts';

/** Why a signing certificate is not believed; null: it is. */
export function signingCertificateProblem(
  certificate: X509Certificate,
  manufacturerRoots: readonly X509Certificate[],
  nowMs: number,
): string | null {
  const verdict = certificateVerdict(certificate, nowMs);
  if (verdict !== null) return verdict;
  // Without a root that the server installed there is only the factory's, and that takes any.
  if (manufacturerRoots.length === 0) return null;
  const isTrusted = manufacturerRoots.some(
    (root) =>
      root.fingerprint256 === certificate.fingerprint256 ||
      (certificate.checkIssued(root) && certificate.verify(root.publicKey)),
  );
  return isTrusted ? null : 'of no installed manufacturer';
}

/**
 * Whether `signature` (base64) is the signature of the firmware by the key of the certificate: RSA-PSS, ECDSA or
 * PKCS#1 v1.5, over SHA-256 (security white paper L01.FR.04). ECDSA may come as DER or as the two plain numbers.
 */
export function isSignedBy(firmware: Uint8Array, signature: string, key: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64');
  return waysToVerify(key).some((options) => {
    try {
      return verify('sha256', firmware, { key, ...options }, bytes);
    } catch {
      return false;
    }
  });
}

function waysToVerify(key: KeyObject) {
  switch (key.asymmetricKeyType) {
    case 'ec':
      return [{ dsaEncoding: 'der' as const }, { dsaEncoding: 'ieee-p1363' as const }];
    case 'rsa':
      return [
        { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO },
        { padding: constants.RSA_PKCS1_PADDING },
      ];
    case 'rsa-pss':
      return [{ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }];
    default:
      return [];
  }
}
