import { foldIdentity } from './identity.ts';

/** What an `Authorization` header holds for a charger of known identity (OCPP-J 6.2; security white paper A00). */
export type BasicAuthorization =
  | { kind: 'absent' }
  | { kind: 'malformed' }
  | { kind: 'wrongUser' }
  /** Everything after `identity:`, which may be any bytes. */
  | { kind: 'password'; password: Uint8Array };

const BASIC = /^basic +([A-Za-z0-9+/]*={0,2}) *$/i;
const COLON = 0x3a;
// An identity has at most 255 characters of at most 4 bytes, a little more when it is not composed (NFC).
const MOST_USER_BYTES = 2048;

/**
 * Reads HTTP Basic credentials of a charger. The pair is compared as bytes and never decoded as a whole: the identity
 * may hold colons, the password any bytes. `identities` are the spellings of one charger (in the URL, registered);
 * the user name matches one of them without case.
 */
export function readBasicAuthorization(
  header: string | null,
  identities: readonly string[],
): BasicAuthorization {
  if (header === null) {
    return { kind: 'absent' };
  }
  const pair = basicPair(header);
  if (pair === undefined || !pair.includes(COLON)) {
    return { kind: 'malformed' };
  }
  const accepted = new Set(identities.map(foldIdentity));
  for (
    let colon = pair.indexOf(COLON);
    colon !== -1 && colon <= MOST_USER_BYTES;
    colon = pair.indexOf(COLON, colon + 1)
  ) {
    const user = utf8(pair.subarray(0, colon));
    if (user !== undefined && accepted.has(foldIdentity(user))) {
      return { kind: 'password', password: pair.slice(colon + 1) };
    }
  }
  return { kind: 'wrongUser' };
}

/**
 * The user name of Basic credentials up to the first colon, for a charger that dials without an identity in its
 * path (field: Grizzl-E); undefined when there is none.
 */
export function basicUserName(header: string | null): string | undefined {
  const pair = header === null ? undefined : basicPair(header);
  const colon = pair?.indexOf(COLON) ?? -1;
  return pair === undefined || colon < 1 ? undefined : utf8(pair.subarray(0, colon));
}

/**
 * The keys that received bytes may stand for: the bytes, and if they are hex text of an AuthorizationKey, the bytes
 * that it writes. The standard means the latter to be sent decoded; many chargers send the text.
 */
export function passwordCandidates(received: Uint8Array): Uint8Array[] {
  const decoded = hexBytes(String.fromCharCode(...received.subarray(0, MAX_HEX_DIGITS + 1)));
  return decoded === undefined ? [received] : [received, decoded];
}

/** The key that a text stands for when an owner sets it: the bytes of 32 to 40 hex digits, else its UTF-8. */
export function passwordBytes(text: string): Uint8Array {
  return hexBytes(text) ?? new TextEncoder().encode(text);
}

// An AuthorizationKey is 16 to 20 bytes in hex (security white paper A00.FR.205).
const MIN_HEX_DIGITS = 32;
const MAX_HEX_DIGITS = 40;

function hexBytes(text: string): Uint8Array | undefined {
  const isKey = text.length >= MIN_HEX_DIGITS && text.length <= MAX_HEX_DIGITS && text.length % 2 === 0;
  if (!isKey || !/^[0-9a-f]+$/i.test(text)) {
    return undefined;
  }
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  );
}

function basicPair(header: string): Uint8Array | undefined {
  const encoded = BASIC.exec(header.trim())?.[1];
  if (encoded === undefined) {
    return undefined;
  }
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
