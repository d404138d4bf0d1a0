/** HMAC-SHA-256 of `message` under a key given in hex; the digest in lower-case hex. */
export async function hmacSha256(secretHex: string, message: Uint8Array): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    bytesOfHex(secretHex),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return hexOfBytes(new Uint8Array(await crypto.subtle.sign('HMAC', key, Uint8Array.from(message))));
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex: enough for secrets that are 128 random bits or more. */
export async function sha256(text: string): Promise<string> {
  return hexOfBytes(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** Whether two digests are the same; takes the same time wherever they differ. */
export function areDigestsEqual(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}

/** `byteCount` random bytes in hex, for secrets. */
export function randomHex(byteCount: number): string {
  return hexOfBytes(crypto.getRandomValues(new Uint8Array(byteCount)));
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Bytes in lower-case hex. */
export function hexOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/** The bytes of a text in hex. */
export function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
