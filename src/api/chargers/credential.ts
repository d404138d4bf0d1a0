import { z } from '@hono/zod-openapi';
import type { CredentialDigest } from '../../contracts/charger-rpc.ts';
import type { Settings } from '../../env.ts';
import { hmacSha256, randomHex } from '../../lib/digest.ts';
import { passwordBytes } from '../../ocpp/basic-authorization.ts';
import { ApiError, invalidField } from '../errors/api-error.ts';

/** Security white paper A00.FR.205: an AuthorizationKey has 16 to 20 bytes. */
export const MIN_BYTES = 16;
export const MAX_BYTES = 20;

/** A password as an owner gives it. */
export const Password = z
  .union([z.string().min(1).max(255), z.strictObject({ base64: z.base64().min(1).max(1_024) })], {
    error: 'Must be a text of 1 to 255 characters, or {"base64": "…"} for raw bytes',
  })
  .describe(
    'The OCPP AuthorizationKey: 32 to 40 hex digits stand for those bytes, any other text for its UTF-8, {"base64"} for raw bytes. At least 16 bytes unless settings.allowShortPassword. Never shown again.',
  );
export type Password = z.infer<typeof Password>;

export const GeneratePassword = z
  .boolean()
  .describe('Make a random password of 20 bytes and show it once, as 40 hex digits.');

/** What is to be kept of a wanted password, and the password itself where it was made here. */
export async function makeCredential(
  wanted: { password?: Password | undefined; generatePassword?: boolean | undefined },
  isShortAllowed: boolean,
  settings: Settings,
): Promise<{ credential: CredentialDigest | null; generated: string | null }> {
  if (wanted.password !== undefined && wanted.generatePassword === true) {
    throw invalidField(
      'body',
      'generatePassword',
      'exclusive',
      'give either a password or generatePassword, not both',
    );
  }
  const generated = wanted.generatePassword === true ? randomHex(MAX_BYTES) : null;
  const password = generated ?? wanted.password;
  if (password === undefined) return { credential: null, generated: null };
  const bytes = bytesOfPassword(password);
  if (bytes.length < MIN_BYTES && !isShortAllowed) {
    throw invalidField(
      'body',
      'password',
      'too_small',
      `has ${bytes.length} bytes and needs at least ${MIN_BYTES}. Use a longer one, generatePassword, or set settings.allowShortPassword`,
    );
  }
  const [current] = settings.DIGEST_KEYS;
  if (current === undefined) {
    throw new ApiError(
      'SERVICE_UNAVAILABLE',
      'This instance has no key in DIGEST_KEYS; its operator has to set one.',
    );
  }
  return {
    credential: { keyId: current.keyId, digest: await hmacSha256(current.secretHex, bytes) },
    generated,
  };
}

/** The bytes that a password stands for. */
export function bytesOfPassword(password: Password): Uint8Array {
  return typeof password === 'string'
    ? passwordBytes(password)
    : Uint8Array.from(atob(password.base64), (character) => character.charCodeAt(0));
}
