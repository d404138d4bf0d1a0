import * as z from 'zod';
import { AccessScope } from '../domain/access-scope.ts';
import { jsonColumn, readRow, readRows, type Statement, statement, writeRows } from './database.ts';
import { countUpTo } from './pages.ts';

const COLUMNS = 'key_id, account_id, name, prefix, digest, scopes, created_at, expires_at, last_used_at';

/** A key as it is stored: its digest, never itself. */
export const ApiKeyRow = z
  .object({
    key_id: z.string(),
    account_id: z.string(),
    name: z.string(),
    prefix: z.string(),
    digest: z.string(),
    scopes: jsonColumn(z.array(AccessScope)),
    created_at: z.int(),
    expires_at: z.int().nullable(),
    last_used_at: z.int().nullable(),
  })
  .transform((row) => ({
    keyId: row.key_id,
    accountId: row.account_id,
    name: row.name,
    prefix: row.prefix,
    digest: row.digest,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  }));
export type ApiKeyRow = z.infer<typeof ApiKeyRow>;

export function insertApiKey(key: ApiKeyRow): Statement {
  return statement(
    `INSERT INTO api_keys (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    key.keyId,
    key.accountId,
    key.name,
    key.prefix,
    key.digest,
    JSON.stringify(key.scopes),
    key.createdAt,
    key.expiresAt,
    key.lastUsedAt,
  );
}

export function findApiKeyByDigest(db: D1Database, digest: string): Promise<ApiKeyRow | null> {
  return readRow(db, ApiKeyRow, statement(`SELECT ${COLUMNS} FROM api_keys WHERE digest = ?`, digest));
}

/** The account's keys, newest first, behind `beforeKeyId`. */
export function listApiKeys(
  db: D1Database,
  accountId: string,
  page: { limit: number; offset: number; beforeKeyId: string | null },
): Promise<ApiKeyRow[]> {
  return readRows(
    db,
    ApiKeyRow,
    statement(
      `SELECT ${COLUMNS} FROM api_keys WHERE account_id = ? AND key_id < ? ORDER BY key_id DESC LIMIT ? OFFSET ?`,
      accountId,
      // Ids are ASCII: nothing sorts behind this.
      page.beforeKeyId ?? '~',
      page.limit,
      page.offset,
    ),
  );
}

/** The account's keys counted, up to `atMost`. */
export function countApiKeys(db: D1Database, accountId: string, atMost: number): Promise<number> {
  return countUpTo(db, statement('SELECT 1 FROM api_keys WHERE account_id = ?', accountId), atMost);
}

/**
 * Removes a key, unless it is the last valid one that may manage the account: nobody could make another then.
 */
export async function deleteApiKey(
  db: D1Database,
  accountId: string,
  keyId: string,
  now: number,
): Promise<'deleted' | 'lastManager' | 'notFound'> {
  const [changes] = await writeRows(db, [
    statement(
      `DELETE FROM api_keys WHERE account_id = ?1 AND key_id = ?2 AND (
         scopes NOT LIKE '%"manage"%' OR EXISTS (
           SELECT 1 FROM api_keys AS other
           WHERE other.account_id = ?1 AND other.key_id <> ?2 AND other.scopes LIKE '%"manage"%'
             AND (other.expires_at IS NULL OR other.expires_at > ?3)))`,
      accountId,
      keyId,
      now,
    ),
  ]);
  if (changes !== 0) return 'deleted';
  const remaining = await readRow(
    db,
    z.object({ key_id: z.string() }),
    statement('SELECT key_id FROM api_keys WHERE account_id = ? AND key_id = ?', accountId, keyId),
  );
  return remaining === null ? 'notFound' : 'lastManager';
}

/** Notes that a key was used at `now`, unless that was noted after `notedBefore` already. */
export async function touchApiKey(
  db: D1Database,
  keyId: string,
  now: number,
  notedBefore: number,
): Promise<void> {
  await writeRows(db, [
    statement(
      'UPDATE api_keys SET last_used_at = ?1 WHERE key_id = ?2 AND (last_used_at IS NULL OR last_used_at < ?3)',
      now,
      keyId,
      notedBefore,
    ),
  ]);
}
