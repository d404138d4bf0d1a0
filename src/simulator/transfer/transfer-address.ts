/** An address for `fetch`, which takes no user and password within a URL: they go into a header. */
export interface TransferAddress {
  url: string;
  authorization: string | null;
}

/** How a charger hands in a file: PUT of the bytes, or POST of a form with the file in it. */
export type UploadMethod = 'PUT' | 'POST';

/** Where to fetch a file; null when the location is no HTTP or HTTPS URL. */
export function downloadAddress(location: string): TransferAddress | null {
  const url = readLocation(location);
  return url === null ? null : toAddress(url);
}

/**
 * Where a file may be handed in, the best first; null when the location is no HTTP or HTTPS URL. For PUT the location
 * is a folder (OCPP 1.6 5.9), so the file's name goes behind it; a location that refuses that, such as a signed URL,
 * is taken as the file itself. A form brings the name within, so it goes to the location as it is.
 */
export function uploadAddresses(
  location: string,
  fileName: string,
  method: UploadMethod,
): TransferAddress[] | null {
  const url = readLocation(location);
  if (url === null) return null;
  if (method === 'POST') return [toAddress(url)];
  const inFolder = new URL(url);
  inFolder.pathname = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(fileName)}`;
  return [toAddress(inFolder), toAddress(url)];
}

/** Whether an answer to a PUT says that the address is wrong, rather than that the file or the sender is. */
export function isAddressRefused(httpStatus: number): boolean {
  return httpStatus === 400 || httpStatus === 403 || httpStatus === 404 || httpStatus === 405;
}

function readLocation(location: string): URL | null {
  if (!URL.canParse(location)) return null;
  const url = new URL(location);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}

function toAddress(location: URL): TransferAddress {
  const url = new URL(location);
  const user = decoded(url.username);
  const password = decoded(url.password);
  url.username = '';
  url.password = '';
  const authorization =
    user === '' && password === ''
      ? null
      : `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  return { url: url.href, authorization };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
