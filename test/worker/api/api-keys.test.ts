import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { callApi, errorOf, newAccount, type TestAccount } from '../../support/worker/api-client.ts';

const KEYS = '/api/v1/auth/api-keys';
const Created = z.object({ id: z.string(), key: z.string(), prefix: z.string() });

let account: TestAccount;

beforeEach(async () => {
  account = await newAccount();
});

async function newKey(fields: object = {}) {
  const answer = await account.call('POST', KEYS, { name: 'Other', ...fields });
  expect(answer.status).toBe(201);
  return Created.parse(answer.body);
}

test('a key is shown once: no list and no row holds it, only its digest', async () => {
  const { id, key, prefix } = await newKey({ scopes: ['read'] });
  expect(key.startsWith(prefix)).toBe(true);
  const listed = await account.call('GET', KEYS);
  expect(listed.body).toMatchObject({
    apiKeys: [
      { id, name: 'Other', prefix, scopes: ['read'], lastUsed: null, expiresAt: null },
      { name: 'First key', scopes: ['manage'] },
    ],
    pagination: { total: 2, nextCursor: null },
  });
  expect(JSON.stringify(listed.body)).not.toContain(key);
  const rows = await env.DB.prepare('SELECT * FROM api_keys WHERE key_id = ?').bind(id).all();
  expect(JSON.stringify(rows.results)).not.toContain(key.slice(prefix.length));
});

test('a revoked key stops working at once in the isolate that revoked it', async () => {
  const { id, key } = await newKey();
  expect((await callApi('GET', KEYS, { key })).status).toBe(200);
  expect(await account.call('DELETE', `${KEYS}/${id}`)).toMatchObject({ status: 200, body: { id } });
  expect((await callApi('GET', KEYS, { key })).status).toBe(401);
  expect((await account.call('DELETE', `${KEYS}/${id}`)).status).toBe(404);
});

test('the last key that may manage the account cannot be revoked', async () => {
  await newKey({ scopes: ['operate'] });
  const refused = await account.call('DELETE', `${KEYS}/${account.keyId}`);
  expect(refused.status).toBe(409);
  expect(errorOf(refused).code).toBe('CONFLICT');
  await newKey({ scopes: ['manage'] });
  expect((await account.call('DELETE', `${KEYS}/${account.keyId}`)).status).toBe(200);
});

test('a key works until it expires', async () => {
  const { id, key } = await newKey({ expiresAt: '2999-01-01T00:00:00Z' });
  await env.DB.prepare('UPDATE api_keys SET expires_at = 1 WHERE key_id = ?').bind(id).run();
  expect((await callApi('GET', KEYS, { key })).status).toBe(401);
});

test('a key that has expired when it is made is refused', async () => {
  const answer = await account.call('POST', KEYS, { name: 'Late', expiresAt: '2001-01-01T00:00:00Z' });
  expect(answer.status).toBe(400);
  expect(errorOf(answer).details).toMatchObject([{ field: 'expiresAt' }]);
});

test('another account neither sees nor revokes it', async () => {
  const { id } = await newKey();
  const stranger = await newAccount();
  expect((await stranger.call('DELETE', `${KEYS}/${id}`)).status).toBe(404);
  expect(JSON.stringify((await stranger.call('GET', KEYS)).body)).not.toContain(id);
});

test('its use is noted, at most once an hour', async () => {
  const { id, key } = await newKey();
  await callApi('GET', KEYS, { key });
  const lastUsed = async () =>
    z
      .array(z.object({ last_used_at: z.number().nullable() }))
      .parse(
        (await env.DB.prepare('SELECT last_used_at FROM api_keys WHERE key_id = ?').bind(id).all()).results,
      )[0]?.last_used_at;
  await expect.poll(lastUsed).not.toBeNull();
  const noted = await lastUsed();
  await callApi('GET', KEYS, { key });
  expect(await lastUsed()).toBe(noted);
});
