/** No more is read of any body: the platform lets in less on most plans. */
const MOST_BYTES = 128 * 1024 * 1024;

/** The bytes of a body as they come, also of one without a length; a body that never ends is cut off. */
export async function* readBody(body: ReadableStream | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  let read = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    read += chunk.byteLength;
    if (read > MOST_BYTES) return;
    yield chunk;
  }
}

/** Reads a body to its end and forgets it: a sender that is cut off never reads the answer. */
export async function discardBody(body: ReadableStream | null): Promise<void> {
  for await (const _chunk of readBody(body));
}

/** A file of a form: its name where it has one. */
export interface FormFile {
  name: string | null;
  content: Blob;
}

/**
 * The files of a multipart form (RFC 7578), and texts without a file name as files too: some firmwares send their log
 * so. It is held in memory. `tooLarge` when the whole form is larger than the limit; null when it cannot be read.
 */
export async function readForm(
  { body, headers }: Pick<Request, 'body' | 'headers'>,
  limitBytes: number,
): Promise<FormFile[] | 'tooLarge' | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readBody(body)) {
    size += chunk.byteLength;
    if (size <= limitBytes) chunks.push(chunk);
  }
  if (size > limitBytes) return 'tooLarge';
  const type = headers.get('Content-Type') ?? '';
  try {
    const form = await new Response(new Blob(chunks), { headers: { 'Content-Type': type } }).formData();
    return [...form.entries()].map(([field, value]) =>
      typeof value === 'string'
        ? { name: field, content: new Blob([value]) }
        : { name: value.name === '' ? null : value.name, content: value },
    );
  } catch {
    return null;
  }
}
