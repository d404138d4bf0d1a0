import type { X509Certificate } from 'node:crypto';

import { failure, type Result, success } from '../../lib/result.ts';
import type { CertificateHashData, HashAlgorithm } from '../../ocpp/v16/types/certificate-hash-data.ts';
import type { CertificateUse } from '../../ocpp/v16/types/certificate-use.ts';
import { certificateHashData, certificateVerdict, isIssuedBy, readCertificates } from './certificate.ts';

/** A root certificate in the charger, and how the charger names it. */
interface InstalledCertificate {
  use: CertificateUse;
  certificate: X509Certificate;
  hashData: CertificateHashData;
}

/** Root certificates in the order in which they were installed. */
export type CertificateStore = readonly InstalledCertificate[];

interface StoreRules {
  hashAlgorithm: HashAlgorithm;
  /** CertificateStoreMaxLength. */
  capacity: number;
  /** AdditionalRootCertificateCheck: a further root of the Central System must be signed by the one before it. */
  isRootChecked: boolean;
  nowMs: number;
}

/** The store with one more root certificate, or what is wrong with it (security white paper M05). */
export function install(
  store: CertificateStore,
  use: CertificateUse,
  pem: string,
  rules: StoreRules,
): Result<CertificateStore, string> {
  const [certificate] = readCertificates(pem) ?? [];
  if (certificate === undefined) return failure('not a certificate');
  const verdict = certificateVerdict(certificate, rules.nowMs);
  if (verdict !== null) return failure(verdict);
  const issuer = [certificate, ...certificatesOf(store, use)].find((candidate) =>
    isIssuedBy(certificate, candidate),
  );
  if (issuer === undefined) return failure('neither a root nor issued by an installed one');

  const hashData = certificateHashData(certificate, issuer, rules.hashAlgorithm);
  const others = store.filter((entry) => entry.use !== use || !isSame(entry.hashData, hashData));
  const installed = { use, certificate, hashData };
  if (use === 'CentralSystemRootCertificate' && rules.isRootChecked) {
    return replaceRoot(others, installed);
  }
  if (others.length >= rules.capacity) return failure('the store is full');
  return success([...others, installed]);
}

/** With AdditionalRootCertificateCheck the newest root and the one before it, as a fallback, are all there is. */
function replaceRoot(
  others: CertificateStore,
  installed: InstalledCertificate,
): Result<CertificateStore, string> {
  const old = rootInUse(others);
  if (old !== undefined && !isIssuedBy(installed.certificate, old.certificate)) {
    return failure('not signed by the root before it');
  }
  const kept = others.filter((entry) => entry.use !== 'CentralSystemRootCertificate' || entry === old);
  return success([...kept, installed]);
}

/**
 * The store without a certificate (security white paper M04). It is found by the very data that the charger named it
 * with; hex compares without case. The Central System's root that a TLS connection stands on stays.
 */
export function remove(
  store: CertificateStore,
  hashData: CertificateHashData,
  isTlsUsed: boolean,
): Result<CertificateStore, 'NotFound' | 'Failed'> {
  const found = store.find((entry) => isSame(entry.hashData, hashData));
  if (found === undefined) return failure('NotFound');
  if (isTlsUsed && found === rootInUse(store)) return failure('Failed');
  return success(store.filter((entry) => entry !== found));
}

export function certificatesOf(store: CertificateStore, use: CertificateUse): X509Certificate[] {
  return store.filter((entry) => entry.use === use).map(({ certificate }) => certificate);
}

export function hashDataOf(store: CertificateStore, use: CertificateUse): CertificateHashData[] {
  return store.filter((entry) => entry.use === use).map(({ hashData }) => hashData);
}

/** The root that the server's certificate is checked with: the newest. */
function rootInUse(store: CertificateStore): InstalledCertificate | undefined {
  return store.findLast((entry) => entry.use === 'CentralSystemRootCertificate');
}

function isSame(left: CertificateHashData, right: CertificateHashData): boolean {
  const text = ({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }: CertificateHashData) =>
    [hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber].join(' ').toLowerCase();
  return text(left) === text(right);
}
