import { describe, expect, test } from 'vitest';
import { register } from '../support/account.ts';
import { RawCharger } from '../support/raw-charger.ts';
import { basic, shakeHands } from '../support/handshake.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

async function newCharger(fields: Record<string, unknown> = {}, chargeBoxId = unique('CP')): Promise<string> {
  await register(account, chargeBoxId, fields);
  return chargeBoxId;
}

async function read(chargeBoxId: string): Promise<unknown> {
  return (await account.get(`/chargers/${encodeURIComponent(chargeBoxId)}`)).body;
}

describe('who is let in', () => {
  test('#82 X-T05: an unknown charger is 404 before the upgrade, and its object keeps no table', async () => {
    const stranger = unique('STRANGER');
    const refused = await shakeHands(server.url, `/ocpp/${stranger}`);
    expect(refused.status).toBe(404);
    expect(refused.headers['upgrade']).toBeUndefined();
    expect(refused.body).toContain('POST /api/v1/chargers');
    // What looks into objects keeps a table of its own in them.
    const tables = "SELECT name FROM sqlite_master WHERE name <> '__miniflare_do_name'";
    expect(await server.objectRows('Charger', stranger.toLowerCase(), tables)).toEqual([]);
  });

  test('a plain GET is 426 and says what to do', async () => {
    const response = await fetch(`${server.url}/ocpp/${await newCharger()}`);
    expect(response.status).toBe(426);
    expect(await response.text()).toContain('ws://');
  });

  test.each(['%ZZ', '%', '%C3%28', 'CP%00', 'x'.repeat(256)])(
    '#80 X-T03: an identity that cannot be read is 400: %s',
    async (segment) => {
      expect((await shakeHands(server.url, `/ocpp/${segment}`)).status).toBe(400);
    },
  );

  test('#110 X-T33: a disabled charger is 403 and loses its connection; enabled again it is let in', async () => {
    const chargeBoxId = await newCharger();
    const charger = await RawCharger.connect(server.url, chargeBoxId);
    await charger.call('Heartbeat', {});
    expect((await account.patch(`/chargers/${chargeBoxId}`, { enabled: false })).status).toBe(200);
    expect(await charger.closed).toEqual({ code: 1000, reason: 'disabled' });
    const refused = await shakeHands(server.url, `/ocpp/${chargeBoxId}`);
    expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('disabled') });

    await account.patch(`/chargers/${chargeBoxId}`, { enabled: true });
    const again = await RawCharger.connect(server.url, chargeBoxId);
    expect((await again.call('Heartbeat', {}))[0]).toBe(3);
    await again.close();
  });

  test.each([2, 3])(
    '#98 X-T21: security profile %i is 403 without TLS, also with the right password',
    async (profile) => {
      const password = 'long enough a password';
      const chargeBoxId = await newCharger({ securityProfile: profile, password });
      const refused = await shakeHands(server.url, `/ocpp/${chargeBoxId}`, {
        'Sec-WebSocket-Protocol': 'ocpp1.6',
        Authorization: basic(chargeBoxId, password),
        Forwarded: 'proto=https',
        'CF-Visitor': '{"scheme":"https"}',
      });
      expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('wss://') });
    },
  );

  test('security profile 2 is served over TLS with the password, and 401 without', async () => {
    const password = 'long enough a password';
    const chargeBoxId = await newCharger({ securityProfile: 2, password });
    // By this the local server knows that a proxy in front of it speaks TLS; the deployed one has an edge for that.
    const overTls = { 'Sec-WebSocket-Protocol': 'ocpp1.6', 'X-Forwarded-Proto': 'https' };
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, overTls)).status).toBe(401);
    const Authorization = basic(chargeBoxId, password);
    const served = await shakeHands(server.url, `/ocpp/${chargeBoxId}`, { ...overTls, Authorization });
    expect(served.status).toBe(101);
  });
});

describe('subprotocol (OCPP-J 3.2)', () => {
  test.each([
    ['ocpp1.6'],
    ['ocpp2.0.1, ocpp1.6'],
    ['ocpp0.1,ocpp1.6'],
    ['ocpp1.6,ocpp1.5'],
    [['ocpp2.0.1', 'ocpp1.6']],
  ])('#77 TC_088_CSMS the offer %j gets exactly ocpp1.6', async (offer) => {
    const answer = await shakeHands(server.url, `/ocpp/${await newCharger()}`, {
      'Sec-WebSocket-Protocol': offer,
    });
    expect(answer.status).toBe(101);
    expect(answer.headers['sec-websocket-protocol']).toBe('ocpp1.6');
  });

  test.each(['ocpp2.0.1', 'ocpp1.5', 'ocpp0.1', 'OCPP1.6', 'ocpp1.6j'])(
    '#77 TC_088_CSMS, #86 X-T09: the offer %s alone is 400, no upgrade',
    async (offer) => {
      const refused = await shakeHands(server.url, `/ocpp/${await newCharger()}`, {
        'Sec-WebSocket-Protocol': offer,
      });
      expect(refused.status).toBe(400);
      expect(refused.body).toContain('ocpp1.6');
    },
  );

  test('#83 X-T06: no offer is served as 1.6, answered without the header, and flagged', async () => {
    const chargeBoxId = await newCharger();
    const answer = await shakeHands(server.url, `/ocpp/${chargeBoxId}`, {});
    expect(answer.status).toBe(101);
    expect(answer.headers).not.toHaveProperty('sec-websocket-protocol');
    // `ws` refuses a header that it did not ask for.
    const charger = await RawCharger.connect(server.url, chargeBoxId, { protocols: [] });
    expect((await charger.call('Heartbeat', {}))[0]).toBe(3);
    expect(await read(chargeBoxId)).toMatchObject({ flags: { noSubprotocol: { count: 2 } } });
    await charger.close();
  });

  test('#83 X-T06: no offer is 400 where the owner wants one', async () => {
    const chargeBoxId = await newCharger({ settings: { requireSubprotocol: true } });
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, {})).status).toBe(400);
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`)).status).toBe(101);
  });
});

describe('identity (OCPP-J 3.1.1)', () => {
  test.each(['a/b', 'x:y', 'ü', '50%', 'RDAM 123', 'a+b', '日本', 'q?r#s', '@home'])(
    '#79 X-T02: a charger named %s connects at its connectionUrl and is shown as registered',
    async (name) => {
      const chargeBoxId = `${name}-${unique('CP')}`;
      const { connectionUrl } = await register(account, chargeBoxId);
      const { pathname } = new URL(connectionUrl);
      expect((await shakeHands(server.url, pathname)).status).toBe(101);
      const charger = await RawCharger.connect(server.url, chargeBoxId);
      expect(await read(chargeBoxId)).toMatchObject({ chargeBoxId, isOnline: true });
      await charger.close();
    },
  );

  test.each([
    ['another case', (id: string) => `/ocpp/${id.toLowerCase()}`],
    ['the id twice', (id: string) => `/ocpp/${id}/${id}`],
    ['a slash at the end', (id: string) => `/ocpp/${id}/`],
    ['a slash too many', (id: string) => `/ocpp//${id}`],
    ['a segment before it', (id: string) => `/ocpp/4/${id}`],
    ['a query', (id: string) => `/ocpp/${id}?token=1`],
    ['escapes that need not be', (id: string) => `/ocpp/${id.replace('C', '%43')}`],
  ])('a charger that dials with %s is the same one', async (_, path) => {
    const chargeBoxId = await newCharger();
    expect((await shakeHands(server.url, path(chargeBoxId))).status).toBe(101);
    expect(await read(chargeBoxId)).toMatchObject({ lastHeartbeat: expect.any(String) });
  });

  test('a charger that dials without an id is known by its user name (field: Grizzl-E)', async () => {
    const chargeBoxId = await newCharger();
    const headers = { 'Sec-WebSocket-Protocol': 'ocpp1.6', Authorization: basic(chargeBoxId, '') };
    expect((await shakeHands(server.url, '/ocpp', headers)).status).toBe(101);
    expect((await shakeHands(server.url, '/ocpp/', headers)).status).toBe(101);
    expect((await shakeHands(server.url, '/ocpp')).status).toBe(404);
  });

  test('two spellings of one composed character are the same charger', async () => {
    const suffix = unique('CP');
    await newCharger({}, `\u00fc-${suffix}`);
    expect((await shakeHands(server.url, `/ocpp/${encodeURIComponent(`u\u0308-${suffix}`)}`)).status).toBe(
      101,
    );
  });
});
