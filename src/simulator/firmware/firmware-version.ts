/** The longest firmwareVersion of a BootNotification (OCPP 1.6 6.3). */
const LONGEST = 50;

/** A file that says its version does so at its start. */
const HEAD_BYTES = 1024;

/**
 * The version that a firmware file brings: what a line such as `version: 2.4.1` at its start says, else the version in
 * the name that its location ends with, else that name.
 */
export function firmwareVersion(location: string, content: Uint8Array): string {
  const head = new TextDecoder('utf-8').decode(content.subarray(0, HEAD_BYTES));
  const stated = /^\s*(?:firmware[ _-]?)?version\s*[:=]\s*([\w.+-]+)\s*$/im.exec(head)?.[1];
  if (stated !== undefined) return stated.slice(0, LONGEST);
  const name = nameOf(location).replace(/\.(bin|img|fw|hex|zip|gz|tgz|tar|tar\.gz|swu|raucb|txt)$/i, '');
  const inName = /\d+(?:\.\d+)+(?:[+-][\w.]+)?/.exec(name)?.[0];
  return (inName ?? (name === '' ? 'unknown' : name)).slice(0, LONGEST);
}

function nameOf(location: string): string {
  if (!URL.canParse(location)) return '';
  return new URL(location).pathname.split('/').findLast((segment) => segment !== '') ?? '';
}
