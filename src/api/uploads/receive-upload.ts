import type { ChargerRpc } from '../../contracts/charger-rpc.ts';
import { safeFileName } from '../../domain/job-file.ts';
import { type Env, Settings } from '../../env.ts';
import { discardBody, readBody, readForm } from './read-body.ts';
import { storeBody, StoreUnavailable } from './store-body.ts';
import { readUploadToken, type UploadSubject } from './upload-token.ts';

const PATH = /^\/uploads\/([^/]*)(?:\/(.*))?$/;
const RETRY_AFTER_SECONDS = '60';
const UNNAMED = 'upload';

/** One file of a request, and what it may be called, the best name first. */
interface HandedIn {
  names: (string | null)[];
  bytes: AsyncIterable<Uint8Array>;
}

type Receiving = Pick<Env, 'CHARGER' | 'UPLOADS' | 'DIGEST_KEYS' | 'UPLOAD_LIMIT_BYTES'>;

/**
 * Takes a file that a charger hands in for a job, at the URL that the job's command gave it: PUT or POST, raw or as a
 * form, under any sub-path. The answer is plain text for whoever reads the charger's log.
 *
 * @param now ms since the epoch
 */
export async function receiveUpload(request: Request, env: Receiving, now: number): Promise<Response> {
  const [, token = '', subPath = ''] = PATH.exec(new URL(request.url).pathname) ?? [];
  const keys = Settings.shape.DIGEST_KEYS.safeParse(env.DIGEST_KEYS).data ?? [];
  const subject = await readUploadToken(token, keys, now);
  if (subject === null) return unknown();
  if (request.method !== 'PUT' && request.method !== 'POST') {
    return answer(405, 'Hand in the file with PUT or POST.', { Allow: 'PUT, POST' });
  }
  try {
    return await receive(request, env, subject, subPath);
  } catch (error) {
    const cause = String(error instanceof StoreUnavailable ? error.cause : error);
    console.error({ message: 'an upload was not stored', jobId: subject.jobId, error: cause });
    const part = error instanceof StoreUnavailable ? 'The store of files' : 'A part of this system';
    return answer(503, `${part} is not reachable. Send the file again later.`, {
      'Retry-After': RETRY_AFTER_SECONDS,
    });
  }
}

async function receive(
  request: Request,
  env: Receiving,
  subject: UploadSubject,
  subPath: string,
): Promise<Response> {
  const { objectId, jobId } = subject;
  const object = env.CHARGER.get(env.CHARGER.idFromString(objectId));
  const target = await object.uploadTarget(jobId);
  if (target === null) return unknown();
  const limitBytes = Settings.shape.UPLOAD_LIMIT_BYTES.parse(env.UPLOAD_LIMIT_BYTES);
  if (Number(request.headers.get('Content-Length') ?? 0) > limitBytes) {
    await discardBody(request.body);
    return tooLarge(limitBytes);
  }
  const known = [lastSegment(subPath), target.fileName];
  const files = await filesOf(request, limitBytes, known);
  if (files === 'tooLarge') return tooLarge(limitBytes);
  if (files === null || files.length === 0) return answer(400, 'This form holds no file that can be read.');
  for (const { names, bytes } of files) {
    const name = names.map((given) => safeFileName(given ?? '')).find((safe) => safe !== null) ?? UNNAMED;
    const key = `${target.folder}${name}`;
    const size = await storeBody(env.UPLOADS, key, bytes, limitBytes);
    if (size === null) return tooLarge(limitBytes);
    const refusal = await note(object, env.UPLOADS, { jobId, key, name, size });
    if (refusal !== null) return refusal;
  }
  return answer(200, 'Stored.');
}

async function filesOf(
  request: Request,
  limitBytes: number,
  known: readonly (string | null)[],
): Promise<HandedIn[] | 'tooLarge' | null> {
  const { body, headers } = request;
  if (/^multipart\/form-data\b/i.test(headers.get('Content-Type') ?? '')) {
    const files = await readForm(request, limitBytes);
    if (files === null || files === 'tooLarge') return files;
    return files.map(({ name, content }) => ({ names: [name, ...known], bytes: readBody(content.stream()) }));
  }
  return [{ names: [namedBy(headers.get('Content-Disposition')), ...known], bytes: readBody(body) }];
}

/** The file is stored: it counts once its job knows of it, and goes again where the job does not take it. */
async function note(
  object: Pick<DurableObjectStub<ChargerRpc>, 'noteUpload'>,
  bucket: R2Bucket,
  file: { jobId: string; key: string; name: string; size: number },
): Promise<Response | null> {
  const { jobId, key, name, size } = file;
  const noted = await object.noteUpload(jobId, { name, size });
  switch (noted) {
    case 'noted':
      return null;
    case 'full':
      await bucket.delete(key);
      return answer(409, 'This job has as many files as it may.');
    case 'unknownJob':
      await bucket.delete(key);
      return unknown();
  }
}

/** The file's name in a URL; null for none, or one that is not percent-encoded UTF-8. */
function lastSegment(subPath: string): string | null {
  const segment = subPath.split('/').findLast((part) => part !== '') ?? null;
  try {
    return segment === null ? null : decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The file name of a Content-Disposition (RFC 6266). */
function namedBy(disposition: string | null): string | null {
  return /filename="?([^";]+)/i.exec(disposition ?? '')?.[1] ?? null;
}

function unknown(): Response {
  return answer(404, 'This upload URL is unknown, or it is over.');
}

function tooLarge(limitBytes: number): Response {
  return answer(413, `The file is larger than ${limitBytes} bytes, so it was not stored.`);
}

function answer(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  });
}
