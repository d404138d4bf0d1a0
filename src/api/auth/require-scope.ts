import type { MiddlewareHandler } from 'hono';
import { type ApiKeyRow, findApiKeyByDigest, touchApiKey } from '../../d1/api-keys.ts';
import { type AccessScope, isScopeGranted } from '../../domain/access-scope.ts';
import { areDigestsEqual, sha256 } from '../../lib/digest.ts';
import type { ApiEnv } from '../api-env.ts';
import { ApiError } from '../errors/api-error.ts';
import { isApiKey } from './api-key.ts';
import { bearerToken } from './bearer-token.ts';
import { keepKey, recallKey } from './key-cache.ts';

const NOTE_USE_EVERY_MS = 3_600_000;

/** Lets a request pass whose key is valid and has the scope: else 401 or 403. */
export function requireScope(needed: AccessScope): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const key = context.req.header('X-API-Key') ?? bearerToken(context.req.header('Authorization'));
    if (key === undefined) {
      throw new ApiError(
        'UNAUTHORIZED',
        'No API key came with the request. Send yours in the header X-API-Key.',
      );
    }
    const now = Date.now();
    const row = isApiKey(key) ? await findValidKey(context.env.DB, key, now) : null;
    if (row === null) {
      throw new ApiError(
        'UNAUTHORIZED',
        'This API key is unknown, revoked or expired. Send a valid one in the header X-API-Key.',
      );
    }
    if (!isScopeGranted(row.scopes, needed)) {
      throw new ApiError(
        'FORBIDDEN',
        `This needs an API key with the scope "${needed}"; yours has ${row.scopes.join(', ')}. Use another key.`,
        { details: { neededScope: needed, scopes: row.scopes } },
      );
    }
    if (row.lastUsedAt === null || row.lastUsedAt < now - NOTE_USE_EVERY_MS) {
      row.lastUsedAt = now;
      context.executionCtx.waitUntil(noteUse(context.env.DB, row.keyId, now));
    }
    context.set('caller', { accountId: row.accountId, keyId: row.keyId, scopes: row.scopes });
    await next();
  };
}

async function findValidKey(db: D1Database, key: string, now: number): Promise<ApiKeyRow | null> {
  const digest = await sha256(key);
  const row = recallKey(digest, now) ?? (await lookUpKey(db, digest, now));
  if (row === null || (row.expiresAt !== null && row.expiresAt <= now)) return null;
  return row;
}

async function lookUpKey(db: D1Database, digest: string, now: number): Promise<ApiKeyRow | null> {
  const row = await findApiKeyByDigest(db, digest);
  if (row === null || !areDigestsEqual(row.digest, digest)) return null;
  keepKey(row, now);
  return row;
}

/** When a key was last used is good to know and never worth failing a request for. */
async function noteUse(db: D1Database, keyId: string, now: number): Promise<void> {
  try {
    await touchApiKey(db, keyId, now, now - NOTE_USE_EVERY_MS);
  } catch (error) {
    console.warn({ keyId, error: String(error) });
  }
}
