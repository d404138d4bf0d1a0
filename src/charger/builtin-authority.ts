import {
  findCertificateAuthority,
  insertCertificateAuthority,
  resealCertificateAuthority,
} from '../d1/certificate-authorities.ts';
import type { DigestKey } from '../env.ts';
import type { CertificateIssuer } from '../lib/x509/certificate-issuer.ts';
import { openSecret, sealSecret } from './sealed-secret.ts';

/** What the encryption of the private key is bound to. */
const purposeOf = (accountId: string) => `certificate authority of ${accountId}`;

/**
 * The certificate authority of an account for tests: made at its first use. Its private key lies in D1, encrypted under a
 * digest key, and moves on to the current one as it is used. Throws where D1 does not answer, and where the key that it
 * was encrypted under is gone.
 *
 * @param now ms since the epoch
 */
export async function openBuiltinAuthority(
  db: D1Database,
  digestKeys: readonly DigestKey[],
  accountId: string,
  now: number,
): Promise<CertificateIssuer> {
  const row = (await findCertificateAuthority(db, accountId)) ?? (await make(db, digestKeys, accountId, now));
  const privateKey = await openSecret(digestKeys, purposeOf(accountId), row.privateKey);
  if (row.privateKey.keyId !== digestKeys[0]?.keyId) {
    await resealCertificateAuthority(
      db,
      accountId,
      await sealSecret(digestKeys, purposeOf(accountId), privateKey),
    );
  }
  return { certificate: row.certificate, privateKey };
}

async function make(db: D1Database, digestKeys: readonly DigestKey[], accountId: string, now: number) {
  const { makeIssuer } = await import('../lib/x509/certificate-issuer.ts');
  const made = await makeIssuer(`Capacitor ${accountId}`, now);
  const privateKey = await sealSecret(digestKeys, purposeOf(accountId), made.privateKey);
  await insertCertificateAuthority(db, accountId, { certificate: made.certificate, privateKey }, now);
  // Another request may have made one at the same time: what is stored counts.
  const row = await findCertificateAuthority(db, accountId);
  if (row === null) throw new Error('The certificate authority was not stored.');
  return row;
}
