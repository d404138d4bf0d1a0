import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { register, transactionsOf } from '../support/account.ts';
import { start } from '../support/charger-messages.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { OpenApiDocument } from '../support/openapi-validation.ts';
import { RestClient } from '../support/rest-client.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';
import { signingCertificate } from '../support/signing-certificate.ts';
import { rootCertificate } from '../support/x509.ts';

const Method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const NewKey = z.looseObject({ key: z.string() });

const server = sharedServer();
const owner = await newAccount(server);
const stranger = await newAccount(server);

/** The certificates of the examples are cut short: real ones stand in their place. */
const REAL: Record<string, string> = {
  certificate: await rootCertificate(),
  signingCertificate: await signingCertificate(),
};

function withRealCertificates(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, REAL[name] ?? value]));
}

/** Every route that wants an API key, from the document itself: those added later are tried too. */
const document = OpenApiDocument.parse(await (await fetch(`${server.url}/openapi.json`)).json());
const operations = Object.entries(document.paths)
  .flatMap(([path, byVerb]) =>
    Object.entries(byVerb).map(([verb, operation]) => ({
      method: Method.parse(verb.toUpperCase()),
      path: path.replace('/api/v1', ''),
      scope: operation['x-required-scope'],
      body: operation.requestBody?.content['application/json']?.example,
    })),
  )
  .filter(({ scope }) => scope !== undefined)
  .map((operation) => ({ ...operation, body: withRealCertificates(operation.body) }));

/** The path with something in the place of each parameter. */
function fill(path: string, parameters: Record<string, string> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? '1'));
}

async function keyWith(scopes: string[]): Promise<RestClient> {
  const made = await owner.post('/auth/api-keys', { name: scopes.join(), scopes });
  return new RestClient(server.url, NewKey.parse(made.body).key);
}

describe('every route', () => {
  test('there are routes to try', () => {
    expect(operations.length).toBeGreaterThan(12);
    expect(operations.filter(({ path }) => path.includes('{')).length).toBeGreaterThan(6);
  });

  test.each(operations)('$method $path is 401 without a valid key', async ({ method, path, body }) => {
    const nobody = new RestClient(server.url, 'cap_test_nobody');
    expect(await nobody.request(method, fill(path), body)).toMatchObject({
      status: 401,
      body: { success: false, error: { code: 'UNAUTHORIZED' } },
    });
  });

  test.each(operations.filter(({ scope }) => scope !== 'read'))(
    '$method $path is 403 for a key that lacks the scope $scope',
    async ({ method, path, scope, body }) => {
      const weak = await keyWith(scope === 'manage' ? ['operate'] : ['read']);
      expect(await weak.request(method, fill(path), body)).toMatchObject({
        status: 403,
        body: { success: false, error: { code: 'FORBIDDEN', details: { neededScope: scope } } },
      });
    },
  );
});

describe('another account’s things do not exist', () => {
  const ofCharger = operations.filter(({ path }) => path.includes('{chargeBoxId}'));
  const ofTransaction = operations.filter(({ path }) => path.includes('{transactionId}'));

  test.each(ofCharger)('its charger is 404: $method $path', async ({ method, path, body }) => {
    const { chargeBoxId, charger } = await onlineCharger(owner);
    const before = (await owner.get(`/chargers/${chargeBoxId}`)).body;
    for (const spelling of [chargeBoxId, chargeBoxId.toLowerCase()]) {
      const parameters = { chargeBoxId: spelling, connectorId: '1' };
      expect(await stranger.request(method, fill(path, parameters), body)).toMatchObject({
        status: 404,
        body: { success: false, error: { code: 'NOT_FOUND' } },
      });
    }
    expect((await owner.get(`/chargers/${chargeBoxId}`)).body).toEqual(before);
    expect(charger.frames.filter(([type]) => type === 2)).toEqual([]);
    await charger.close();
  });

  test.each(ofTransaction)('its transaction is 404: $method $path', async ({ method, path, body }) => {
    const { chargeBoxId, charger } = await onlineCharger(owner);
    await charger.call('StartTransaction', start({}));
    await expect.poll(() => transactionsOf(owner, chargeBoxId)).toHaveLength(1);
    const [transaction] = await transactionsOf(owner, chargeBoxId);
    const filled = fill(path, { transactionId: transaction?.transactionId ?? '' });
    expect(await stranger.request(method, filled, body)).toMatchObject({
      status: 404,
      body: { success: false, error: { code: 'NOT_FOUND' } },
    });
    expect(await transactionsOf(owner, chargeBoxId)).toMatchObject([{ status: 'in_progress' }]);
    expect(charger.frames.filter(([type]) => type === 2)).toEqual([]);
    await charger.close();
  });

  test('a remote start on its charger is 404, and its lists do not show', async () => {
    const { chargeBoxId, charger } = await onlineCharger(owner);
    await charger.call('StartTransaction', start({}));
    await expect.poll(() => transactionsOf(owner, chargeBoxId)).toHaveLength(1);
    expect(await stranger.post('/transactions/start', { chargeBoxId, connectorId: 1 })).toMatchObject({
      status: 404,
    });
    expect(await transactionsOf(stranger, chargeBoxId)).toEqual([]);
    expect((await stranger.get(`/chargers?q=${chargeBoxId}`)).body).toMatchObject({ chargers: [] });
    expect(charger.frames.filter(([type]) => type === 2)).toEqual([]);
    await charger.close();
  });
});

test('a key is good until it is revoked', async () => {
  const key = await owner.post('/auth/api-keys', { name: 'short-lived' });
  const { key: apiKey, id } = z.looseObject({ key: z.string(), id: z.string() }).parse(key.body);
  const client = new RestClient(server.url, apiKey);
  await register(client, unique('CP'));
  expect((await owner.delete(`/auth/api-keys/${id}`)).status).toBe(200);
  expect((await client.get('/chargers')).status).toBe(401);
});
