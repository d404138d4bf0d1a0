import type { ApiKeyRow } from '../../d1/api-keys.ts';

const KEPT_MS = 60_000;
const MOST_KEYS = 1_000;

interface Kept {
  row: ApiKeyRow;
  keptUntil: number;
}

/**
 * Keys that this isolate has seen to be valid, for 60 s at most: a key revoked elsewhere works here no longer than that.
 * Unknown keys are not kept, so that a new key works at once.
 */
const keptKeys = new Map<string, Kept>();

export function recallKey(digest: string, now: number): ApiKeyRow | null {
  const kept = keptKeys.get(digest);
  return kept !== undefined && now < kept.keptUntil ? kept.row : null;
}

export function keepKey(row: ApiKeyRow, now: number): void {
  if (keptKeys.size >= MOST_KEYS) keptKeys.clear();
  keptKeys.set(row.digest, { row, keptUntil: now + KEPT_MS });
}

/** Takes effect at once in this isolate. */
export function forgetKey(keyId: string): void {
  for (const [digest, { row }] of keptKeys) {
    if (row.keyId === keyId) keptKeys.delete(digest);
  }
}
