/** Hex in one spelling, by which it compares: without case, prefix, colons or leading zeros. */
export function foldHex(hex: string): string {
  return hex
    .toLowerCase()
    .replace(/^0x/, '')
    .replaceAll(/[\s:]/g, '')
    .replace(/^0+(?=.)/, '');
}
