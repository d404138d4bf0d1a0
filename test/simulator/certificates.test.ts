import { createPublicKey, verify, X509Certificate } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { certificateHashData, isChain, readCertificates } from '../../src/simulator/security/certificate.ts';
import {
  type CertificateStore,
  hashDataOf,
  install,
  remove,
} from '../../src/simulator/security/certificate-store.ts';
import { readDer } from '../../src/simulator/security/der.ts';
import { signingRequest } from '../../src/simulator/security/signing-request.ts';
import { certify, ecKeys, rsaKeys } from './certificate-authority.ts';

/** Made with OpenSSL, as were the digests below: serial number 0x0A1B2C3D, a name of three parts. */
const OPENSSL_ROOT = `-----BEGIN CERTIFICATE-----
MIIBuTCCAV+gAwIBAgIEChssPTAKBggqhkjOPQQDAjA6MQswCQYDVQQGEwJOTDEU
MBIGA1UECgwLRXhhbXBsZSBDUE8xFTATBgNVBAMMDEV4YW1wbGUgUm9vdDAeFw0y
NjExMjMwMjE1MDhaFw00NjExMTgwMjE1MDhaMDoxCzAJBgNVBAYTAk5MMRQwEgYD
VQQKDAtFeGFtcGxlIENQTzEVMBMGA1UEAwwMRXhhbXBsZSBSb290MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEgPbPKSBJ1di1mRde7uhrL9GKpStppidygkGwijgJ
I4JijW51P41kTA3tYycRve+cWwHM2z/yKNQ3g7lZrtnd9KNTMFEwHQYDVR0OBBYE
FAuCm3GX5min0uZqzyBog8Ax0AgYMB8GA1UdIwQYMBaAFAuCm3GX5min0uZqzyBo
g8Ax0AgYMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgEFGFvyHM
AUmQo7OIhrNiIygBp+qnG/qKDAzbFTzIpA8CIQDnRhkDLlHzGQRtO+hcmfscwGgY
eTtqvcl6lLq+1ocMQA==
-----END CERTIFICATE-----
`;

const NOW_MS = Date.parse('2025-01-15T10:00:00Z');
const RULES = { hashAlgorithm: 'SHA256', capacity: 8, isRootChecked: false, nowMs: NOW_MS } as const;
const CS_ROOT = 'CentralSystemRootCertificate';

function storeOf(...pems: string[]): CertificateStore {
  return pems.reduce<CertificateStore>((store, pem) => {
    const outcome = install(store, CS_ROOT, pem, RULES);
    if (!outcome.ok) throw new Error(outcome.error);
    return outcome.value;
  }, []);
}

test('a certificate is named as OpenSSL names it for OCSP (RFC 6960 4.1.1), the serial without leading zeros', () => {
  const certificate = new X509Certificate(OPENSSL_ROOT);
  expect(certificateHashData(certificate, certificate, 'SHA256')).toEqual({
    hashAlgorithm: 'SHA256',
    issuerNameHash: '4AD6E175017EDF888D4E5ADBC51EC1D0FF8B3F3F2FF4ADCCA13B63E7E442839D',
    issuerKeyHash: '988AC0E4EE3932BD2B9C30D55E0457D9D2992FEB61CF38BBC5915B77C41ED992',
    serialNumber: 'A1B2C3D',
  });
  expect(certificateHashData(certificate, certificate, 'SHA512')).toMatchObject({
    issuerNameHash:
      '36B35D7DEC8781A99DD3EC6C172E0787C2D673E8DA1235294E4C244F4490D36C' +
      '7FCDB5392FF661454CBC39C5EC97E6BB43F998B0C0AA61306CF53F31BD1FA8F6',
    issuerKeyHash:
      '8D3EF3B4070492425B1C841C0499A8D58AA1FA0DD129C999B54958A964BDB68B' +
      '7A1B962D857B46610976013D1416F06AE264513CA371A0A50AA8B557B7B7DCBC',
  });
});

test('PEM holds a chain of certificates, or nothing that can be read', () => {
  const root = certify({ name: 'Root' });
  const leaf = certify({ name: 'Leaf', issuer: root });
  const chain = readCertificates(`${leaf.pem}${root.pem}`) ?? [];
  expect(chain.map(({ subject }) => subject)).toEqual(['CN=Leaf', 'CN=Root']);
  expect(isChain(chain)).toBe(true);
  expect(isChain(chain.toReversed())).toBe(false);
  expect(readCertificates('no certificate')).toBeNull();
  expect(readCertificates(root.pem.replace('MII', 'XXX'))).toBeNull();
});

describe('the store of root certificates', () => {
  test('takes a root, the same one once, and refuses what is none or is worthless (M05)', () => {
    const root = certify({ name: 'Root' });
    expect(storeOf(root.pem, root.pem)).toHaveLength(1);
    const problemOf = (pem: string) => {
      const outcome = install([], CS_ROOT, pem, RULES);
      return outcome.ok ? null : outcome.error;
    };
    expect(problemOf('nonsense')).toBe('not a certificate');
    expect(problemOf(certify({ name: 'Leaf', issuer: root }).pem)).toMatch('neither a root');
    expect(problemOf(certify({ name: 'Old', notAfter: '240101000000Z' }).pem)).toBe('expired');
    expect(problemOf(certify({ name: 'Weak', keys: rsaKeys(1024) }).pem)).toBe('key too short');
  });

  test('is full at CertificateStoreMaxLength', () => {
    const store = storeOf(certify({ name: 'A' }).pem);
    const outcome = install(store, CS_ROOT, certify({ name: 'B' }).pem, { ...RULES, capacity: 1 });
    expect(outcome).toEqual({ ok: false, error: 'the store is full' });
  });

  test('with AdditionalRootCertificateCheck the old root signs the new one, and stays as fallback only', () => {
    const checked = { ...RULES, isRootChecked: true };
    const first = certify({ name: 'First' });
    const second = certify({ name: 'Second', issuer: first });
    const third = certify({ name: 'Third', issuer: second });
    expect(install(storeOf(first.pem), CS_ROOT, certify({ name: 'Foreign' }).pem, checked)).toMatchObject({
      ok: false,
    });
    const outcome = install(storeOf(first.pem, second.pem), CS_ROOT, third.pem, checked);
    expect(outcome.ok && outcome.value.map(({ certificate }) => certificate.subject)).toEqual([
      'CN=Second',
      'CN=Third',
    ]);
  });

  test.each(['SHA256', 'SHA384', 'SHA512'] as const)(
    'a certificate goes by the data it was named with, in %s (M04.FR.07)',
    (hashAlgorithm) => {
      const installed = install([], CS_ROOT, OPENSSL_ROOT, { ...RULES, hashAlgorithm });
      if (!installed.ok) throw new Error(installed.error);
      const [hashData] = hashDataOf(installed.value, CS_ROOT);
      if (hashData === undefined) throw new Error('nothing installed');
      const lower = { ...hashData, issuerKeyHash: hashData.issuerKeyHash.toLowerCase() };
      expect(remove(installed.value, lower, false)).toEqual({ ok: true, value: [] });
      expect(remove(installed.value, { ...hashData, serialNumber: '1' }, false)).toEqual({
        ok: false,
        error: 'NotFound',
      });
    },
  );

  test('the root that a TLS connection stands on, the newest, cannot be removed', () => {
    const store = storeOf(certify({ name: 'Old' }).pem, certify({ name: 'New' }).pem);
    const [old, newest] = hashDataOf(store, CS_ROOT);
    if (old === undefined || newest === undefined) throw new Error('not installed');
    expect(remove(store, newest, true)).toEqual({ ok: false, error: 'Failed' });
    expect(remove(store, newest, false)).toMatchObject({ ok: true });
    expect(remove(store, old, true)).toMatchObject({ ok: true });
  });
});

test('a signing request names operator and serial number, and proves that it has the key (RFC 2986)', () => {
  const keys = ecKeys();
  const pem = signingRequest({ serialNumber: 'SN-7', cpoName: 'Example CPO' }, keys);
  expect(pem).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n[^\r]*\n-----END CERTIFICATE REQUEST-----\n$/);
  const der = Buffer.from(pem.replaceAll(/-----.*-----/g, ''), 'base64');
  const [information, , signature] = readDer(readDer(der)[0]?.content ?? Buffer.of());
  if (information === undefined || signature === undefined) throw new Error('cut short');
  expect(Buffer.from(information.content).toString('latin1')).toMatch(/Example CPO[^]*SN-7/);
  const [, , publicKey] = readDer(information.content);
  const key = createPublicKey({ key: Buffer.from(publicKey?.bytes ?? []), type: 'spki', format: 'der' });
  expect(key.equals(keys.publicKey)).toBe(true);
  expect(verify('sha256', information.bytes, key, signature.content.subarray(1))).toBe(true);
});
