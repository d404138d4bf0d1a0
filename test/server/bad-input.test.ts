import { describe, expect, test } from 'vitest';
import { register } from '../support/account.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { RestClient } from '../support/rest-client.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A refusal that names this field and says something of the rule. */
function refusalOf(field: string, place = 'body', rule: unknown = expect.any(String)) {
  return {
    status: 400,
    body: {
      success: false,
      error: {
        code: 'VALIDATION_ERROR',
        message: expect.stringContaining(field),
        requestId: expect.stringMatching(/^req_/),
        details: expect.arrayContaining([{ field, in: place, rule, message: expect.stringMatching(/\w/) }]),
      },
    },
  };
}

describe('a body that cannot be taken is 400', () => {
  test.each(['{', '{"chargeBoxId": }', "{'chargeBoxId': 'CP'}", '{"chargeBoxId": "CP"},', 'CP', '\u0000'])(
    'malformed JSON: %j',
    async (text) => {
      const refused = await account.requestText('POST', '/chargers', text, JSON_TYPE);
      expect(refused).toMatchObject(refusalOf('body', 'body', 'malformed_json'));
    },
  );

  test.each(['[]', 'null', '"CP"', '1', 'true'])('JSON that is no object: %s', async (text) => {
    const refused = await account.requestText('POST', '/chargers', text, JSON_TYPE);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
  });

  test('no body at all, where one is needed: the field that is missing is named', async () => {
    const refused = await account.requestText('POST', '/chargers', undefined, {});
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    const empty = await account.requestText('POST', '/chargers', '', JSON_TYPE);
    expect(empty).toMatchObject(refusalOf('chargeBoxId', 'body', 'required'));
  });

  test('another content type', async () => {
    const text = JSON.stringify({ chargeBoxId: unique('CP') });
    const refused = await account.requestText('POST', '/chargers', text, { 'Content-Type': 'text/plain' });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
  });

  test('more than 256 KB is 413', async () => {
    const refused = await account.post('/chargers', { chargeBoxId: 'CP', name: 'x'.repeat(300_000) });
    expect(refused).toMatchObject({ status: 413, body: { error: { code: 'PAYLOAD_TOO_LARGE' } } });
  });

  test.each([
    [{ chargeBoxID: 'CP' }, 'chargeBoxID', 'unknown_field'],
    [{ chargeBoxId: 'CP', nmae: 'typo' }, 'nmae', 'unknown_field'],
    [{ chargeBoxId: 'CP', settings: { strikt: true } }, 'settings.strikt', 'unknown_field'],
    [{}, 'chargeBoxId', 'required'],
    [{ chargeBoxId: 7 }, 'chargeBoxId', 'invalid_type'],
    [{ chargeBoxId: null }, 'chargeBoxId', 'invalid_type'],
    [{ chargeBoxId: '' }, 'chargeBoxId', expect.any(String)],
    [{ chargeBoxId: ' CP' }, 'chargeBoxId', expect.any(String)],
    [{ chargeBoxId: '..' }, 'chargeBoxId', expect.any(String)],
    [{ chargeBoxId: 'C\u0000P' }, 'chargeBoxId', expect.any(String)],
    [{ chargeBoxId: 'x'.repeat(256) }, 'chargeBoxId', expect.any(String)],
    [{ chargeBoxId: 'CP', name: ['a'] }, 'name', 'invalid_type'],
    [{ chargeBoxId: 'CP', registration: 'Perhaps' }, 'registration', 'invalid_value'],
    [{ chargeBoxId: 'CP', securityProfile: 4 }, 'securityProfile', 'too_big'],
    [{ chargeBoxId: 'CP', securityProfile: 1.5 }, 'securityProfile', 'invalid_type'],
    [{ chargeBoxId: 'CP', enabled: 'yes' }, 'enabled', 'invalid_type'],
    [{ chargeBoxId: 'CP', labels: 'office' }, 'labels', 'invalid_type'],
    [{ chargeBoxId: 'CP', labels: ['a', 'a'] }, 'labels', expect.any(String)],
    [{ chargeBoxId: 'CP', settings: { heartbeatInterval: 1 } }, 'settings.heartbeatInterval', 'too_small'],
    [{ chargeBoxId: 'CP', password: 'short' }, 'password', 'too_small'],
    [{ chargeBoxId: 'CP', password: { base64: '!' } }, 'password.base64', 'invalid_format'],
    [
      { chargeBoxId: 'CP', password: 'x'.repeat(16), generatePassword: true },
      'generatePassword',
      'exclusive',
    ],
  ])('POST /chargers %j names the field and the rule', async (body, field, rule) => {
    expect(await account.post('/chargers', body)).toMatchObject(refusalOf(field, 'body', rule));
  });

  test.each([
    [{ connectorId: 1 }, 'chargeBoxId'],
    [{ chargeBoxId: 'CP', connectorId: '1' }, 'connectorId'],
    [{ chargeBoxId: 'CP', connectorId: -1 }, 'connectorId'],
    [{ chargeBoxId: 'CP', connectorId: 1.5 }, 'connectorId'],
    [{ chargeBoxId: 'CP', idTag: 5 }, 'idTag'],
    [{ chargeBoxId: 'CP', timeoutSeconds: 0 }, 'timeoutSeconds'],
    [{ chargeBoxId: 'CP', timeoutSeconds: 121 }, 'timeoutSeconds'],
    [{ chargeBoxId: 'CP', conectorId: 1 }, 'conectorId'],
  ])('POST /transactions/start %j names the field', async (body, field) => {
    expect(await account.post('/transactions/start', body)).toMatchObject(refusalOf(field));
  });

  test.each([
    ['/transactions?status=finished', 'status'],
    ['/transactions?limit=0', 'limit'],
    ['/transactions?limit=201', 'limit'],
    ['/transactions?limit=ten', 'limit'],
    ['/transactions?offset=-1', 'offset'],
    ['/transactions?offset=1001', 'offset'],
    ['/transactions?cursor=nonsense', 'cursor'],
    ['/transactions?from=yesterday', 'from'],
    ['/transactions?chargeboxid=CP', 'chargeboxid'],
    ['/chargers?status=up', 'status'],
    ['/chargers?connectorStatus=Busy', 'connectorStatus'],
  ])('GET %s names the parameter', async (path, field) => {
    expect(await account.get(path)).toMatchObject(refusalOf(field, 'query'));
  });
});

describe('what does not exist is 404, and says what to do', () => {
  test.each([
    ['GET', '/chargers/NOBODY'],
    ['PATCH', '/chargers/NOBODY'],
    ['DELETE', '/chargers/NOBODY'],
    ['GET', '/chargers/NOBODY/connectors'],
    ['GET', '/chargers/NOBODY/connectors/1/status'],
    ['GET', '/transactions/txn_nobody'],
    ['POST', '/transactions/txn_nobody/stop'],
  ] as const)('%s %s', async (method, path) => {
    const refused = await account.request(method, path, method === 'PATCH' ? { name: 'x' } : undefined);
    expect(refused).toMatchObject({
      status: 404,
      body: { success: false, error: { code: 'NOT_FOUND', message: expect.stringMatching(/GET \/api\/v1/) } },
    });
  });

  test('a connector that the charger has not reported, naming those it has', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [0, 1, 2] });
    expect(await account.get(`/chargers/${chargeBoxId}/connectors/3/status`)).toMatchObject({
      status: 404,
      body: {
        error: { message: expect.stringContaining('0, 1, 2'), details: { knownConnectors: [0, 1, 2] } },
      },
    });
    for (const connector of ['x', '-1', '1.5', '1e9999']) {
      const refused = await account.get(`/chargers/${chargeBoxId}/connectors/${connector}/status`);
      expect(refused, connector).toMatchObject(refusalOf('connectorId', 'path'));
    }
    await charger.close();
  });

  test.each([
    ['GET', '/api/v1/nowhere'],
    ['PUT', '/api/v1/chargers'],
    ['GET', '/nowhere'],
  ])('a path that nobody serves: %s %s', async (method, path) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'X-API-Key': account.apiKey },
    });
    expect(response.status).toBe(404);
    expect(response.headers.get('X-Request-Id')).toMatch(/^req_/);
    expect(await response.json()).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } });
  });
});

describe('a chargeBoxId is unique', () => {
  test.each([
    ['in the same account', () => Promise.resolve(account)],
    ['in another account', () => newAccount(server)],
  ])('%s, in any spelling: 409, and the first one goes on', async (_, other) => {
    const chargeBoxId = unique('CP');
    await register(account, chargeBoxId, { name: 'First' });
    for (const spelling of [chargeBoxId, chargeBoxId.toLowerCase()]) {
      expect(
        await (await other()).post('/chargers', { chargeBoxId: spelling, name: 'Second' }),
      ).toMatchObject({
        status: 409,
        body: { error: { code: 'ALREADY_EXISTS' } },
      });
    }
    expect((await account.get(`/chargers/${chargeBoxId}`)).body).toMatchObject({
      chargeBoxId,
      name: 'First',
    });
  });

  test('of two registrations at the same time one wins', async () => {
    const chargeBoxId = unique('CP');
    const other = await newAccount(server);
    const answers = await Promise.all(
      [account, other, account, other].map((client) => client.post('/chargers', { chargeBoxId })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409, 409]);
    const shown = await Promise.all([account, other].map((client) => client.get(`/chargers/${chargeBoxId}`)));
    expect(shown.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404]);
  });
});

describe('PATCH /chargers/{chargeBoxId}', () => {
  test('changes what it names, leaves the rest, and holds through an eviction', async () => {
    const chargeBoxId = unique('CP');
    await register(account, chargeBoxId, { name: 'Old', location: 'Here', settings: { strict: true } });
    const change = { name: 'New', labels: ['a', 'b'], settings: { heartbeatInterval: 300 } };
    const expected = {
      name: 'New',
      location: 'Here',
      labels: ['a', 'b'],
      settings: { strict: true, heartbeatInterval: 300 },
    };
    expect(await account.patch(`/chargers/${chargeBoxId}`, change)).toMatchObject({
      status: 200,
      body: expected,
    });
    await server.evict('Charger', chargeBoxId.toLowerCase());
    expect(await account.get(`/chargers/${chargeBoxId}`)).toMatchObject({ status: 200, body: expected });
    expect(await account.get(`/chargers?label=b`)).toMatchObject({
      body: { chargers: [{ chargeBoxId, name: 'New' }] },
    });
    await account.patch(`/chargers/${chargeBoxId}`, { location: null });
    expect((await account.get(`/chargers/${chargeBoxId}`)).body).toMatchObject({
      name: 'New',
      location: null,
    });
  });

  test.each([
    [{}, 'body'],
    [{ chargeBoxId: 'other' }, 'chargeBoxId'],
    [{ name: 5 }, 'name'],
    [{ settings: { timeoutSeconds: 0 } }, 'settings.timeoutSeconds'],
    [{ isOnline: true }, 'isOnline'],
  ])('refuses %j and changes nothing', async (change, field) => {
    const chargeBoxId = unique('CP');
    await register(account, chargeBoxId, { name: 'Old' });
    const before = (await account.get(`/chargers/${chargeBoxId}`)).body;
    expect(await account.patch(`/chargers/${chargeBoxId}`, change)).toMatchObject(refusalOf(field));
    expect((await account.get(`/chargers/${chargeBoxId}`)).body).toEqual(before);
  });
});

test('an unknown, a malformed and a missing key are 401', async () => {
  for (const key of [`cap_test_${'0'.repeat(48)}`, 'cap_live_x', 'x', '', `${account.apiKey}0`]) {
    const refused = await new RestClient(server.url, key).get('/chargers');
    expect(refused, key).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED' } } });
  }
  const url = `${server.url}/api/v1/chargers`;
  expect((await fetch(url)).status).toBe(401);
  const Authorization = `Bearer ${account.apiKey}`;
  expect((await fetch(url, { headers: { Authorization } })).status).toBe(200);
});
