import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { OpenApiDocument } from '../../support/openapi-validation.ts';
import { callApi, errorOf, newAccount, ORIGIN, type TestAccount } from '../../support/worker/api-client.ts';

const document = OpenApiDocument.parse(await (await exports.default.fetch(`${ORIGIN}/openapi.json`)).json());

const routes = Object.entries(document.paths).flatMap(([template, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({
    name: `${verb.toUpperCase()} ${template}`,
    method: verb.toUpperCase(),
    path: template.replaceAll(/\{\w+\}/g, '1'),
    scope: operation['x-required-scope'],
    isAdmin: operation.security?.some((scheme) => 'adminToken' in scheme) === true,
  })),
);
const keyed = routes.filter((route) => route.scope !== undefined);

let account: TestAccount;
const keys = new Map<string, string>();

beforeAll(async () => {
  account = await newAccount();
  for (const scope of ['read', 'operate']) {
    const { body } = await account.call('POST', '/api/v1/auth/api-keys', { name: scope, scopes: [scope] });
    keys.set(scope, z.object({ key: z.string() }).parse(body).key);
  }
});

test('every route but health needs a key or the admin token', () => {
  const open = routes.filter((route) => route.scope === undefined && !route.isAdmin);
  expect(open.map((route) => route.path).sort()).toEqual(['/api/v1/health', '/health']);
});

describe.each(keyed)('$name', ({ method, path, scope }) => {
  test('is 401 without a key, before anything else is looked at', async () => {
    const answer = await callApi(method, path);
    expect(answer.status).toBe(401);
    expect(errorOf(answer).code).toBe('UNAUTHORIZED');
  });

  test.each([`cap_test_${'0'.repeat(48)}`, `cap_live_${'0'.repeat(48)}`, 'nonsense', ''])(
    'is 401 with the unknown key "%s"',
    async (key) => {
      expect((await callApi(method, path, { key })).status).toBe(401);
    },
  );

  test('is 403 with a key that lacks the scope', async () => {
    const lesser = { read: [], operate: ['read'], manage: ['read', 'operate'] }[scope ?? 'read'];
    for (const granted of lesser) {
      const answer = await callApi(method, path, { key: keys.get(granted) ?? '' });
      expect(answer.status).toBe(403);
      expect(errorOf(answer).details).toEqual({ neededScope: scope, scopes: [granted] });
    }
  });
});

test('a key is taken as Authorization: Bearer too, in any case of the scheme', async () => {
  for (const scheme of ['Bearer', 'bearer']) {
    const answer = await callApi('GET', '/api/v1/chargers', {
      headers: { Authorization: `${scheme} ${account.key}` },
    });
    expect(answer.status).toBe(200);
  }
});

test('a greater scope holds the lesser ones', async () => {
  const operate = keys.get('operate') ?? '';
  expect((await callApi('GET', '/api/v1/chargers', { key: operate })).status).toBe(200);
  expect(
    (await callApi('POST', '/api/v1/authorize', { key: account.key, body: { idTag: 'X' } })).status,
  ).toBe(200);
});

describe('POST /accounts', () => {
  test.each([undefined, 'Bearer wrong', `Basic ${'x'.repeat(24)}`])('is 401 with %s', async (header) => {
    const answer = await callApi('POST', '/api/v1/accounts', {
      headers: header === undefined ? {} : { Authorization: header },
      body: { name: 'X' },
    });
    expect(answer.status).toBe(401);
  });

  test('takes no API key, and other routes take no admin token', async () => {
    const asKey = await callApi('POST', '/api/v1/accounts', { key: account.key, body: { name: 'X' } });
    expect(asKey.status).toBe(401);
    const asAdmin = await callApi('GET', '/api/v1/chargers', {
      headers: { Authorization: `Bearer ${env.ADMIN_TOKEN}` },
    });
    expect(asAdmin.status).toBe(401);
  });

  test('gives the account and, once, its first key, which may manage it', async () => {
    const answer = await callApi('POST', '/api/v1/accounts', {
      headers: { Authorization: `Bearer ${env.ADMIN_TOKEN}` },
      body: { name: 'Example' },
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^acc_/),
        name: 'Example',
        apiKey: { key: expect.stringMatching(/^cap_test_[0-9a-f]{48}$/), scopes: ['manage'] },
      },
    });
  });
});
