import type { ApiKeyRow } from '../../d1/api-keys.ts';
import type { AccessScope } from '../../domain/access-scope.ts';
import type { Settings } from '../../env.ts';
import { randomHex, sha256 } from '../../lib/digest.ts';
import { newId } from '../../lib/ids.ts';

const SECRET_BYTES = 24;
const PREFIX_DIGITS = 8;
const API_KEY = /^cap_(?:live|test)_[0-9a-f]{48}$/;

/** Whether a text could be a key at all: what could not needs no look into the database. */
export function isApiKey(text: string): boolean {
  return API_KEY.test(text);
}

/** A new key and the row that knows it again; the key itself is shown once and kept nowhere. */
export async function makeApiKey(
  wanted: {
    accountId: string;
    name: string;
    scopes: readonly AccessScope[];
    expiresAt: number | null;
    createdAt: number;
  },
  environment: Settings['KEY_ENVIRONMENT'],
): Promise<{ key: string; row: ApiKeyRow }> {
  const start = `cap_${environment}_`;
  const key = `${start}${randomHex(SECRET_BYTES)}`;
  return {
    key,
    row: {
      keyId: newId('key'),
      accountId: wanted.accountId,
      name: wanted.name,
      prefix: key.slice(0, start.length + PREFIX_DIGITS),
      digest: await sha256(key),
      scopes: [...wanted.scopes],
      createdAt: wanted.createdAt,
      expiresAt: wanted.expiresAt,
      lastUsedAt: null,
    },
  };
}
