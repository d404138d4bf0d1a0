import 'reflect-metadata';
import { createHash, type webcrypto, X509Certificate as NodeCertificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const DAY_MS = 86_400_000;

/** Keys and how they sign: what chargers of the field come with. */
const ALGORITHMS = {
  'ECDSA P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'ECDSA P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'ECDSA P-521': { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  'RSA-PSS': rsa('RSA-PSS', 2048),
  'PKCS#1 v1.5': rsa('RSASSA-PKCS1-v1_5', 2048),
  'RSA of 1024 bits': rsa('RSASSA-PKCS1-v1_5', 1024),
  'PKCS#1 v1.5 with SHA-1': rsa('RSASSA-PKCS1-v1_5', 2048, 'SHA-1'),
} as const;
type AlgorithmName = keyof typeof ALGORITHMS;

function rsa(name: string, modulusLength: number, hash = 'SHA-256') {
  return { name, modulusLength, publicExponent: Uint8Array.of(1, 0, 1), hash, saltLength: 32 };
}

async function makeKeys(algorithm: AlgorithmName = 'ECDSA P-256'): Promise<webcrypto.CryptoKeyPair> {
  const keys = await crypto.subtle.generateKey(ALGORITHMS[algorithm], true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new Error('no pair');
  return keys;
}

/** A signing request in PEM with LF, and the public key that is to be certified. */
export async function signingRequest(
  name: string,
  algorithm: AlgorithmName = 'ECDSA P-256',
): Promise<{ csr: string; keys: webcrypto.CryptoKeyPair }> {
  const keys = await makeKeys(algorithm);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name,
    keys,
    signingAlgorithm: ALGORITHMS[algorithm],
  });
  return { csr: `${request.toString('pem')}\n`, keys };
}

/** The same request with another signature. */
export function withBrokenSignature(csr: string): string {
  return csr.replace(/[\w+/](?=[\w+/]{10}=*\n-----END)/, (letter) => (letter === 'A' ? 'B' : 'A'));
}

/** A root certificate in PEM, self-signed unless an issuer is given. */
export async function rootCertificate({
  name = 'CN=Test Root, O=Example',
  isAuthority = true,
  fromDays = -1,
  toDays = 3_650,
  algorithm = 'ECDSA P-256',
  comment = '',
}: {
  name?: string;
  isAuthority?: boolean;
  fromDays?: number;
  toDays?: number;
  algorithm?: AlgorithmName;
  comment?: string;
} = {}): Promise<string> {
  const keys = await makeKeys(algorithm);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `${name}${comment === '' ? '' : `, OU=${comment}`}`,
    notBefore: new Date(Date.now() + fromDays * DAY_MS),
    notAfter: new Date(Date.now() + toDays * DAY_MS),
    signingAlgorithm: ALGORITHMS[algorithm],
    keys,
    extensions: [new BasicConstraintsExtension(isAuthority, undefined, true)],
  });
  return `${certificate.toString('pem')}\n`;
}

/** A certificate authority of somebody else: signs what it is given; gives the leaf and the authority in PEM. */
export async function otherAuthority(): Promise<(csr: string) => Promise<string>> {
  const keys = await makeKeys();
  const name = 'CN=Other Authority';
  const signing = { signingAlgorithm: ALGORITHMS['ECDSA P-256'], signingKey: keys.privateKey };
  const authority = await X509CertificateGenerator.create({
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    ...signing,
  });
  return async (csr) => {
    const { subjectName, publicKey } = new Pkcs10CertificateRequest(csr);
    const leaf = await X509CertificateGenerator.create({
      subject: subjectName,
      issuer: name,
      publicKey,
      ...signing,
    });
    // With the line ends of Windows, as some authorities write them.
    return `${leaf.toString('pem')}\n${authority.toString('pem')}\n`.replaceAll('\n', '\r\n');
  };
}

/** How a charger names a root, by node:crypto and our own reading of RFC 6960 4.1.1; upper case, as some do. */
export function hashDataOf(pem: string, hashAlgorithm: 'SHA256' | 'SHA384' | 'SHA512') {
  const root = new X509Certificate(pem);
  const spki = new Uint8Array(root.publicKey.rawData);
  // An uncompressed point of P-256 is the last 65 bytes: the bits of the key, without tag, length and unused bits.
  const keyBits = spki.slice(-65);
  const hash = (bytes: Uint8Array) =>
    createHash(hashAlgorithm.toLowerCase()).update(bytes).digest('hex').toUpperCase();
  return {
    hashAlgorithm,
    issuerNameHash: hash(new Uint8Array(root.issuerName.toArrayBuffer())),
    issuerKeyHash: hash(keyBits),
    serialNumber: new NodeCertificate(pem).serialNumber.replace(/^0+(?=.)/, ''),
  };
}
