import { type KeyObject, sign } from 'node:crypto';

import { bitString, distinguishedName, objectIdentifier, TAG, writeDer } from './der.ts';

export const OID = {
  commonName: '2.5.4.3',
  organizationName: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

/**
 * A request for a certificate (PKCS#10, RFC 2986) in PEM with LF: CN is the charger's serial number, O the operator's
 * name (security white paper A00.FR.404, A00.FR.405), which is left out while the charger does not know it. The key
 * is one on an elliptic curve.
 */
export function signingRequest(
  subject: { serialNumber: string; cpoName: string },
  keys: { publicKey: KeyObject; privateKey: KeyObject },
): string {
  const name = distinguishedName([
    ...(subject.cpoName === '' ? [] : [{ oid: OID.organizationName, value: subject.cpoName }]),
    { oid: OID.commonName, value: subject.serialNumber },
  ]);
  const version = writeDer(TAG.integer, Uint8Array.of(0));
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' });
  const noAttributes = writeDer(TAG.contextZero);
  const information = writeDer(TAG.sequence, version, name, publicKey, noAttributes);
  const signature = sign('sha256', information, keys.privateKey);
  const algorithm = writeDer(TAG.sequence, objectIdentifier(OID.ecdsaWithSha256));
  return toPem('CERTIFICATE REQUEST', writeDer(TAG.sequence, information, algorithm, bitString(signature)));
}

/** PEM (RFC 7468): base64 in lines of 64 characters. */
export function toPem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN ${label}-----\n${(lines ?? []).join('\n')}\n-----END ${label}-----\n`;
}
