import { failure, type Result, success } from '../../lib/result.ts';
import {
  downloadAddress,
  isAddressRefused,
  type TransferAddress,
  uploadAddresses,
  type UploadMethod,
} from './transfer-address.ts';

export type TransferFailure =
  /** The server answered with this HTTP status. */
  | { kind: 'refused'; httpStatus: number }
  | { kind: 'unreachable'; reason: string }
  /** Neither HTTP nor HTTPS (SupportedFileTransferProtocols). */
  | { kind: 'unsupportedLocation' };

/** A text file that the charger made. */
export interface TextFile {
  name: string;
  text: string;
}

/** How long one transfer may take, in the machine's time as all of the network. */
const TIME_LIMIT_MS = 60_000;

/** Hands a file in at a location, once. No host but the location's is spoken to: redirects are failures. */
export async function upload(
  file: TextFile,
  location: string,
  method: UploadMethod,
  signal: AbortSignal,
): Promise<Result<null, TransferFailure>> {
  const addresses = uploadAddresses(location, file.name, method);
  let outcome: Result<null, TransferFailure> = failure({ kind: 'unsupportedLocation' });
  for (const address of addresses ?? []) {
    const response = await request(address, { method, ...bodyOf(file, method) }, signal);
    outcome = response.ok ? success(null) : response;
    const isElsewhere =
      !outcome.ok && outcome.error.kind === 'refused' && isAddressRefused(outcome.error.httpStatus);
    if (!isElsewhere) return outcome;
  }
  return outcome;
}

/** Fetches a file from a location, once; redirects are failures. */
export async function download(
  location: string,
  signal: AbortSignal,
): Promise<Result<Uint8Array, TransferFailure>> {
  const address = downloadAddress(location);
  if (address === null) return failure({ kind: 'unsupportedLocation' });
  return request(address, { method: 'GET' }, signal);
}

/** What went wrong, for people. */
export function describeTransferFailure(problem: TransferFailure): string {
  if (problem.kind === 'refused') return `HTTP ${problem.httpStatus}`;
  return problem.kind === 'unreachable' ? problem.reason : 'neither HTTP nor HTTPS';
}

async function request(
  address: TransferAddress,
  init: { method: string; body?: string | FormData; headers?: Record<string, string> },
  signal: AbortSignal,
): Promise<Result<Uint8Array, TransferFailure>> {
  const { authorization, url } = address;
  try {
    const response = await fetch(url, {
      ...init,
      headers: { ...init.headers, ...(authorization === null ? {} : { authorization }) },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]),
    });
    const content = new Uint8Array(await response.arrayBuffer());
    return response.ok ? success(content) : failure({ kind: 'refused', httpStatus: response.status });
  } catch (error) {
    return failure({ kind: 'unreachable', reason: describe(error) });
  }
}

function bodyOf(file: TextFile, method: UploadMethod) {
  const contentType = 'text/plain; charset=utf-8';
  if (method === 'PUT') return { body: file.text, headers: { 'content-type': contentType } };
  const form = new FormData();
  form.set('file', new Blob([file.text], { type: contentType }), file.name);
  return { body: form };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What `fetch` throws says only that it failed; its cause says why.
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
