/** More than this is not read for courtesy: the connection may break. */
const LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Reads what is left of a body that a refusal did not look at. An HTTP/1.1 connection is closed when an answer overtakes
 * its request, and a client that has begun its next request on it sees a broken pipe for something it did right.
 */
export async function drainBody({ body, bodyUsed }: Request): Promise<void> {
  if (body === null || bodyUsed) return;
  try {
    let read = 0;
    for await (const chunk of body) {
      if (chunk instanceof Uint8Array) read += chunk.byteLength;
      if (read > LIMIT_BYTES) return;
    }
  } catch (error) {
    console.warn({ message: 'the rest of a body could not be read', error: String(error) });
  }
}
