/** One element of DER (X.690): its tag, all its bytes, and its content. */
export interface DerElement {
  tag: number;
  bytes: Uint8Array;
  content: Uint8Array;
}

export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  contextZero: 0xa0,
} as const;

/** The elements that lie one behind the other. Throws a RangeError where they are cut short. */
export function readDer(bytes: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = readElement(bytes.subarray(at));
    elements.push(element);
    at += element.bytes.length;
  }
  return elements;
}

function readElement(bytes: Uint8Array): DerElement {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined) throw new RangeError('DER is cut short');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  let length = first < 0x80 ? first : 0;
  for (const byte of bytes.subarray(2, 2 + lengthBytes)) length = length * 256 + byte;
  const contentAt = 2 + lengthBytes;
  const endsAt = contentAt + length;
  if (endsAt > bytes.length) throw new RangeError('DER is cut short');
  return { tag, bytes: bytes.subarray(0, endsAt), content: bytes.subarray(contentAt, endsAt) };
}

/** An element from its tag and what it holds, one behind the other. */
export function writeDer(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  return Buffer.concat([Uint8Array.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

/** An object identifier from its dotted text. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let high = arc >>> 7; high > 0; high >>>= 7) groups.unshift((high & 0x7f) | 0x80);
    return groups;
  });
  return writeDer(TAG.objectIdentifier, Uint8Array.from(bytes));
}

/** A distinguished name of one value each, as UTF8String, in this order (RFC 5280 4.1.2.4). */
export function distinguishedName(parts: readonly { oid: string; value: string }[]): Uint8Array {
  const attributes = parts.map(({ oid, value }) =>
    writeDer(
      TAG.set,
      writeDer(
        TAG.sequence,
        objectIdentifier(oid),
        writeDer(TAG.utf8String, new TextEncoder().encode(value)),
      ),
    ),
  );
  return writeDer(TAG.sequence, ...attributes);
}

/** A bit string of whole bytes. */
export function bitString(bytes: Uint8Array): Uint8Array {
  return writeDer(TAG.bitString, Uint8Array.of(0), bytes);
}
