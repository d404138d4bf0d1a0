import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { isEllipticCurve } from './key-strength.ts';
import { certificatePem, readCertificates } from './read-certificate.ts';
import { readSigningRequest } from './signing-request.ts';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const ROOT_DAYS = 3_650;
const LEAF_DAYS = 365;

/** An issuer of certificates: its own one in PEM, and its private key in PKCS#8. */
export interface CertificateIssuer {
  certificate: string;
  privateKey: Uint8Array<ArrayBuffer>;
}

/** Makes an issuer with a self-signed root of 10 years, ECDSA on P-256 (RFC 5280 4.2). Times in ms since the epoch. */
export async function makeIssuer(commonName: string, now: number): Promise<CertificateIssuer> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    notBefore: new Date(now - HOUR_MS),
    notAfter: new Date(now + ROOT_DAYS * DAY_MS),
    signingAlgorithm: ECDSA,
    keys,
    extensions: [
      // It signs chargers' certificates, not other authorities'.
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: certificatePem([certificate]),
    privateKey: await privateKeyOf(keys),
  };
}

async function makeKeys(): Promise<CryptoKeyPair> {
  const keys = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new Error('The platform made no pair of keys.');
  return keys;
}

async function privateKeyOf({ privateKey }: CryptoKeyPair): Promise<Uint8Array<ArrayBuffer>> {
  const exported = await crypto.subtle.exportKey('pkcs8', privateKey);
  if (!(exported instanceof ArrayBuffer)) throw new Error('The platform exported no PKCS#8.');
  return new Uint8Array(exported);
}

/**
 * The certificate for a request that has been checked: of its subject and key, for a TLS client, for a year, signed by
 * ECDSA with SHA-256, under a random serial number; in PEM. What else the request wishes for is not heard. It counts from
 * an hour ago, for chargers whose clock is behind. Throws where issuer or request cannot be read.
 */
export async function issueCertificate(
  csr: string,
  { certificate, privateKey }: CertificateIssuer,
  now: number,
): Promise<string> {
  const request = readSigningRequest(csr);
  const [root] = readCertificates(certificate) ?? [];
  if (request === null || root === undefined) throw new Error('The request or the issuer cannot be read.');
  const signingKey = await crypto.subtle.importKey('pkcs8', privateKey, ECDSA, false, ['sign']);
  const leaf = await X509CertificateGenerator.create({
    subject: request.subjectName,
    issuer: root.subjectName,
    notBefore: new Date(now - HOUR_MS),
    notAfter: new Date(Math.min(now + LEAF_DAYS * DAY_MS, root.notAfter.getTime())),
    publicKey: request.publicKey,
    signingKey,
    signingAlgorithm: ECDSA,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(
        // The cipher suites with RSA key exchange have the client's key encipher nothing, but some stacks look for it.
        isEllipticCurve(request.publicKey)
          ? KeyUsageFlags.digitalSignature
          : KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment,
        true,
      ),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
      await SubjectKeyIdentifierExtension.create(request.publicKey),
      await AuthorityKeyIdentifierExtension.create(root),
    ],
  });
  return certificatePem([leaf]);
}

/** What is wrong with a chain that somebody else issued for a request, in words; null: it is for that key. */
export function faultOfChain(chain: string, csr: string): string | null {
  const [leaf] = readCertificates(chain) ?? [];
  const request = readSigningRequest(csr);
  if (leaf === undefined || request === null) return 'it is no chain of X.509 certificates in PEM';
  const isSame = areSame(leaf.publicKey.rawData, request.publicKey.rawData);
  return isSame ? null : 'its first certificate is for another key than that of the request';
}

function areSame(left: ArrayBuffer, right: ArrayBuffer): boolean {
  const others = new Uint8Array(right);
  return (
    left.byteLength === right.byteLength && new Uint8Array(left).every((byte, at) => byte === others[at])
  );
}
