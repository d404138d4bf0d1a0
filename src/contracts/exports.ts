import { gzip } from '../lib/gzip.ts';

/** The part of an R2 bucket that an export needs. */
export interface ExportBucket {
  put(key: string, value: ArrayBuffer, options: { httpMetadata: { contentType: string } }): Promise<unknown>;
}

export type ExportedKind = 'events' | 'transactions' | 'commands' | 'meter-values';

/**
 * Where an export lies: JSON Lines, compressed. `source` says whose (a charger's id, or the account's log), `first`
 * and `last` what is in it. The same rows have the same key, so that one that was cut off is replaced.
 */
export function exportKey(
  accountId: string,
  kind: ExportedKind,
  source: string,
  first: string | number,
  last: string | number,
): string {
  const width = 12;
  const name = [first, last].map((end) => String(end).padStart(width, '0')).join('-');
  return `exports/${accountId}/${kind}/${source}/${name}.jsonl.gz`;
}

/** Writes lines of JSON; throws where R2 does not take them. */
export async function putExport(bucket: ExportBucket, key: string, lines: readonly string[]): Promise<void> {
  await putPacked(bucket, key, await gzip(lines.map((line) => `${line}\n`).join('')));
}

/** The same of lines that are compressed already. */
export async function putPacked(bucket: ExportBucket, key: string, packed: ArrayBuffer): Promise<void> {
  await bucket.put(key, packed, { httpMetadata: { contentType: 'application/gzip' } });
}
