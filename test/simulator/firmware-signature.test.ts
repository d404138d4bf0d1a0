import { constants, sign, X509Certificate } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { isSignedBy, signingCertificateProblem } from '../../src/simulator/firmware/firmware-signature.ts';
import { certify, ecKeys, rsaKeys } from './certificate-authority.ts';

const FIRMWARE = Buffer.from('version: 2.0.0\n');
const NOW_MS = Date.parse('2025-01-15T10:00:00Z');

describe('a signature over SHA-256 (L01.FR.04)', () => {
  const rsa = rsaKeys();
  const ec = ecKeys();

  test.each([
    ['RSA-PSS', rsa, { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
    ['PKCS#1 v1.5', rsa, { padding: constants.RSA_PKCS1_PADDING }],
    ['ECDSA in DER', ec, { dsaEncoding: 'der' as const }],
    ['ECDSA as two numbers', ec, { dsaEncoding: 'ieee-p1363' as const }],
  ])('by %s is good for this firmware and no other', (_name, keys, options) => {
    const signature = sign('sha256', FIRMWARE, { key: keys.privateKey, ...options }).toString('base64');
    expect(isSignedBy(FIRMWARE, signature, keys.publicKey)).toBe(true);
    expect(isSignedBy(Buffer.from('version: 2.0.1\n'), signature, keys.publicKey)).toBe(false);
    expect(isSignedBy(FIRMWARE, signature, ecKeys().publicKey)).toBe(false);
  });

  test('that is none at all is not good', () => {
    expect(isSignedBy(FIRMWARE, 'bm9uc2Vuc2U=', rsa.publicKey)).toBe(false);
    expect(isSignedBy(FIRMWARE, '', ec.publicKey)).toBe(false);
  });
});

test('a signing certificate must be in its time, and of the manufacturer where one is installed', () => {
  const manufacturer = certify({ name: 'Manufacturer' });
  const x509 = (certified: { pem: string }) => new X509Certificate(certified.pem);
  const roots = [x509(manufacturer)];
  const foreign = x509(certify({ name: 'Foreign' }));
  const own = x509(certify({ name: 'Firmware', issuer: manufacturer }));
  const expired = x509(certify({ name: 'Firmware', issuer: manufacturer, notAfter: '240101000000Z' }));
  expect(signingCertificateProblem(own, roots, NOW_MS)).toBeNull();
  expect(signingCertificateProblem(expired, roots, NOW_MS)).toBe('expired');
  expect(signingCertificateProblem(foreign, roots, NOW_MS)).toBe('of no installed manufacturer');
  expect(signingCertificateProblem(foreign, [], NOW_MS)).toBeNull();
});
