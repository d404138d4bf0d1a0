import { z } from '@hono/zod-openapi';
import type { ApiKeyRow } from '../../d1/api-keys.ts';
import { AccessScope } from '../../domain/access-scope.ts';
import { toIsoTime } from '../../lib/time.ts';

const FIELDS = {
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('How the key begins: enough to recognise it, not to use it.'),
  scopes: z.array(AccessScope),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
};

/** A key as lists show it. */
export const ApiKeyBody = z
  .strictObject({
    ...FIELDS,
    lastUsed: z.iso.datetime().nullable().describe('To the hour.'),
  })
  .openapi('ApiKey');
export type ApiKeyBody = z.infer<typeof ApiKeyBody>;

/** A key as its making shows it, once. */
export const NewApiKeyBody = z
  .strictObject({ ...FIELDS, key: z.string().describe('The key itself. Keep it: it is shown this once.') })
  .openapi('CreatedApiKey');

export function apiKeyBody(row: ApiKeyRow): ApiKeyBody {
  return { ...sharedFields(row), lastUsed: row.lastUsedAt === null ? null : toIsoTime(row.lastUsedAt) };
}

export function newApiKeyBody(key: string, row: ApiKeyRow): z.infer<typeof NewApiKeyBody> {
  return { ...sharedFields(row), key };
}

function sharedFields(row: ApiKeyRow) {
  return {
    id: row.keyId,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: toIsoTime(row.createdAt),
    expiresAt: row.expiresAt === null ? null : toIsoTime(row.expiresAt),
  };
}
