import { bytesOfHex, hexOfBytes } from './digest.ts';

const IV_BYTES = 12;

/**
 * Encrypts what is a secret at rest: AES-256-GCM under a key that HKDF-SHA-256 derives from `secretHex` for one purpose.
 * Hex of the initialization vector, then ciphertext and tag.
 */
export async function seal(
  secretHex: string,
  purpose: string,
  plain: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await keyFor(secretHex, purpose);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain);
  return `${hexOfBytes(iv)}${hexOfBytes(new Uint8Array(sealed))}`;
}

/** What was sealed for the same purpose under the same key; throws for anything else. */
export async function unseal(
  secretHex: string,
  purpose: string,
  sealed: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = bytesOfHex(sealed);
  const key = await keyFor(secretHex, purpose);
  const iv = bytes.slice(0, IV_BYTES);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes.slice(IV_BYTES)));
}

async function keyFor(secretHex: string, purpose: string) {
  const secret = await crypto.subtle.importKey('raw', bytesOfHex(secretHex), 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(purpose) },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}
