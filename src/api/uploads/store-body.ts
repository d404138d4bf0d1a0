/** All parts of a multipart upload to R2 but the last have one size, at least this. */
const PART_BYTES = 5 * 1024 * 1024;

type Bucket = Pick<R2Bucket, 'put' | 'createMultipartUpload'>;

/** The bucket did not take what it was given. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * Stores a body under a key, a part at a time: its length need not be known, and no more of it is in memory than one
 * part. Gives its size in bytes; null when it is larger than the limit, and then nothing is stored. Throws
 * `StoreUnavailable`.
 */
export async function storeBody(
  bucket: Bucket,
  key: string,
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<number | null> {
  let upload: R2MultipartUpload | null = null;
  const parts: R2UploadedPart[] = [];
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      // Read on: a sender that is cut off never reads why.
      if (size > limitBytes) continue;
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      if (waitingBytes < PART_BYTES) continue;
      let pending = concatenate(waiting, waitingBytes);
      while (pending.byteLength >= PART_BYTES) {
        upload ??= await storing(bucket.createMultipartUpload(key));
        const part = pending.subarray(0, PART_BYTES);
        parts.push(await storing(upload.uploadPart(parts.length + 1, part)));
        pending = pending.subarray(PART_BYTES);
      }
      waiting = [pending];
      waitingBytes = pending.byteLength;
    }
    if (size > limitBytes) {
      await upload?.abort();
      return null;
    }
    const rest = concatenate(waiting, waitingBytes);
    if (upload === null) {
      await storing(bucket.put(key, rest));
      return size;
    }
    if (rest.byteLength > 0) parts.push(await storing(upload.uploadPart(parts.length + 1, rest)));
    await storing(upload.complete(parts));
    return size;
  } catch (error) {
    await upload?.abort().catch(() => {});
    throw error;
  }
}

async function storing<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw new StoreUnavailable('R2 did not take a file', { cause: error });
  }
}

function concatenate(chunks: readonly Uint8Array[], byteLength: number): Uint8Array {
  const whole = new Uint8Array(byteLength);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
