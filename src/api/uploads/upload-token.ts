import type { DigestKey } from '../../env.ts';
import { areDigestsEqual, hmacSha256 } from '../../lib/digest.ts';

/**
 * How long an upload URL is good for, from when its job was made: a command may wait a week for its charger, which then
 * has another one.
 */
const UPLOAD_DAYS = 14;

const OBJECT_DIGITS = 64;
const JOB_DIGITS = 32;
/** 128 bits of the digest. */
const MAC_DIGITS = 32;

/** What an upload URL stands for: a job, and the object of its charger. */
export interface UploadSubject {
  /** `DurableObjectId.toString()`: 64 hex digits. */
  objectId: string;
  /** `job_…` */
  jobId: string;
}

/**
 * The part of an upload URL that nobody can guess: the charger's object, the job and a digest of both under our key, in
 * base64url. Nothing is stored of it, and a charger finds its object by it while the database is down.
 */
export async function makeUploadToken({ objectId, jobId }: UploadSubject, key: DigestKey): Promise<string> {
  const subject = `${objectId}${jobId.replace(/^job_/, '')}`;
  return base64UrlOfHex(`${subject}${await macOf(subject, key)}`);
}

/** What a token stands for; null for one that we did not make, or that is over. */
export async function readUploadToken(
  token: string,
  keys: readonly DigestKey[],
  now: number,
): Promise<UploadSubject | null> {
  const hex = hexOfBase64Url(token);
  if (hex?.length !== OBJECT_DIGITS + JOB_DIGITS + MAC_DIGITS) return null;
  const subject = hex.slice(0, -MAC_DIGITS);
  const macs = await Promise.all(keys.map((key) => macOf(subject, key)));
  const isOurs = macs.filter((mac) => areDigestsEqual(mac, hex.slice(-MAC_DIGITS))).length > 0;
  const jobDigits = subject.slice(OBJECT_DIGITS);
  // A UUIDv7 begins with the ms of its making (RFC 9562 5.7).
  const madeAt = Number.parseInt(jobDigits.slice(0, 12), 16);
  if (!isOurs || now > madeAt + UPLOAD_DAYS * 86_400_000) return null;
  return { objectId: subject.slice(0, OBJECT_DIGITS), jobId: `job_${jobDigits}` };
}

async function macOf(subject: string, { secretHex }: DigestKey): Promise<string> {
  const message = new TextEncoder().encode(`upload ${subject}`);
  return (await hmacSha256(secretHex, message)).slice(0, MAC_DIGITS);
}

function base64UrlOfHex(hex: string): string {
  const bytes = (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  return btoa(bytes.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function hexOfBase64Url(text: string): string | null {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  } catch {
    return null;
  }
}
