import type { Sealed } from '../domain/certificate-authority.ts';
import type { DigestKey } from '../env.ts';
import { seal, unseal } from '../lib/seal.ts';

/** Encrypts a secret for D1 under the current digest key. Throws where there is none. */
export async function sealSecret(
  digestKeys: readonly DigestKey[],
  purpose: string,
  plain: Uint8Array<ArrayBuffer>,
): Promise<Sealed> {
  const [key] = digestKeys;
  if (key === undefined) throw new Error('DIGEST_KEYS holds no key to encrypt a secret with.');
  return { keyId: key.keyId, sealed: await seal(key.secretHex, purpose, plain) };
}

/** The secret again. Throws where its key has been taken out of DIGEST_KEYS. */
export async function openSecret(
  digestKeys: readonly DigestKey[],
  purpose: string,
  { keyId, sealed }: Sealed,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = digestKeys.find((candidate) => candidate.keyId === keyId);
  if (key === undefined) throw new Error(`DIGEST_KEYS holds the key ${keyId} no more.`);
  return unseal(key.secretHex, purpose, sealed);
}
