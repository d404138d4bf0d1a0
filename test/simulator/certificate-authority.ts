import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

import {
  bitString,
  distinguishedName,
  objectIdentifier,
  TAG,
  writeDer,
} from '../../src/simulator/security/der.ts';
import { OID, toPem } from '../../src/simulator/security/signing-request.ts';

export interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

export interface Certified {
  name: string;
  pem: string;
  keys: KeyPair;
}

interface CertificateOptions {
  name: string;
  /** Absent: it signs itself. */
  issuer?: Certified;
  keys?: KeyPair;
  notAfter?: string;
}

const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const UTC_TIME = 0x17;
let nextSerialNumber = 0x0a01;

export function ecKeys(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

export function rsaKeys(modulusLength = 2048): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength });
}

/** A certificate (RFC 5280 4.1) without extensions, from 2020 on: what an authority of the server's side would sign. */
export function certify({
  name,
  issuer,
  keys = ecKeys(),
  notAfter = '400101000000Z',
}: CertificateOptions): Certified {
  const signer = issuer ?? { name, keys };
  const isRsa = signer.keys.privateKey.asymmetricKeyType === 'rsa';
  const algorithm = isRsa
    ? writeDer(TAG.sequence, objectIdentifier(SHA256_WITH_RSA), Uint8Array.of(5, 0))
    : writeDer(TAG.sequence, objectIdentifier(OID.ecdsaWithSha256));
  nextSerialNumber += 1;
  const time = (text: string) => writeDer(UTC_TIME, new TextEncoder().encode(text));
  const toBeSigned = writeDer(
    TAG.sequence,
    writeDer(TAG.contextZero, writeDer(TAG.integer, Uint8Array.of(2))),
    writeDer(TAG.integer, Uint8Array.of(nextSerialNumber >> 8, nextSerialNumber & 0xff)),
    algorithm,
    nameOf(signer.name),
    writeDer(TAG.sequence, time('200101000000Z'), time(notAfter)),
    nameOf(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, signer.keys.privateKey);
  return {
    name,
    keys,
    pem: toPem('CERTIFICATE', writeDer(TAG.sequence, toBeSigned, algorithm, bitString(signature))),
  };
}

function nameOf(name: string): Uint8Array {
  return distinguishedName([{ oid: OID.commonName, value: name }]);
}
