import { describe, expect, test } from 'vitest';
import { register } from '../../support/account.ts';
import { flagsOf, readCharger } from '../../support/charger-view.ts';
import { basic, shakeHands } from '../../support/handshake.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);
const PASSWORD = 'a password of a charger';
const OFFER = { 'Sec-WebSocket-Protocol': 'ocpp1.6' };

async function newCharger(fields: Record<string, unknown> = {}, prefix = 'CP'): Promise<string> {
  const chargeBoxId = unique(prefix);
  await register(account, chargeBoxId, fields);
  return chargeBoxId;
}

describe('subprotocol', () => {
  test('none offered (Grizzl-E): served as 1.6 without the header, flagged noSubprotocol', async () => {
    const chargeBoxId = await newCharger();
    const { status, headers } = await shakeHands(server.url, `/ocpp/${chargeBoxId}`, {});
    expect(status).toBe(101);
    expect(headers).not.toHaveProperty('sec-websocket-protocol');
    expect(await flagsOf(account, chargeBoxId)).toEqual({ noSubprotocol: 1 });
  });

  test('none offered (Grizzl-E) is 400 where the owner sets requireSubprotocol', async () => {
    const chargeBoxId = await newCharger({ settings: { requireSubprotocol: true } });
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, {})).status).toBe(400);
  });

  test.each(['ocpp1.6, ocpp2.0.1', 'ocpp2.0.1,ocpp1.6', 'ocpp2.0,ocpp1.6,ocpp1.5'])(
    'several offered, in any order (FoxESS): %s gets ocpp1.6 alone',
    async (offer) => {
      const chargeBoxId = await newCharger();
      const headers = { 'Sec-WebSocket-Protocol': offer };
      const answer = await shakeHands(server.url, `/ocpp/${chargeBoxId}`, headers);
      expect(answer).toMatchObject({ status: 101, headers: { 'sec-websocket-protocol': 'ocpp1.6' } });
      expect(await flagsOf(account, chargeBoxId)).toEqual({});
    },
  );

  test('a probe with 2.0.1 alone (FoxESS) is 400, and the dial with 1.6 that follows is served', async () => {
    const chargeBoxId = await newCharger();
    const probe = { 'Sec-WebSocket-Protocol': 'ocpp2.0.1' };
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, probe)).status).toBe(400);
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`)).status).toBe(101);
  });
});

describe('the URL', () => {
  test.each([
    ['the id twice (EN+)', (id: string) => `/ocpp/${id}/${id}`, ['doubledIdentity']],
    [
      'the id twice in two cases (EN+)',
      (id: string) => `/ocpp/${id}/${id.toLowerCase()}`,
      ['doubledIdentity'],
    ],
    ['a segment before the id (SETEC)', (id: string) => `/ocpp/4/${id}`, ['extraPathSegments']],
    [
      'a whole URL before the id (OpenEMS)',
      (id: string) => `/ocpp/ws://csms.example/ocpp/${id}`,
      ['extraSlashes', 'extraPathSegments'],
    ],
    [
      'a slash at the end (chargers used with lbbrhzn/ocpp)',
      (id: string) => `/ocpp/${id}/`,
      ['extraSlashes'],
    ],
    ['a doubled slash (SAP’s simulator)', (id: string) => `/ocpp//${id}`, ['extraSlashes']],
    ['a query (chargers used with ev-server)', (id: string) => `/ocpp/${id}?firmware=1`, []],
    [
      'another case (SteVe is case-insensitive, chargers rely on it)',
      (id: string) => `/ocpp/${id.toLowerCase()}`,
      [],
    ],
    ['escapes (open-ocpp)', (id: string) => `/ocpp/${id.replace('C', '%43')}`, []],
  ])('with %s it is the same charger', async (_, path, flags) => {
    const chargeBoxId = await newCharger();
    expect((await shakeHands(server.url, path(chargeBoxId))).status).toBe(101);
    expect(Object.keys(await flagsOf(account, chargeBoxId)).toSorted()).toEqual(flags.toSorted());
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ chargeBoxId });
  });

  test.each(['/ocpp', '/ocpp/'])('without an id (Grizzl-E): %s takes the Basic user name', async (path) => {
    const chargeBoxId = await newCharger();
    const headers = { ...OFFER, Authorization: basic(chargeBoxId, 'anything') };
    expect((await shakeHands(server.url, path, headers)).status).toBe(101);
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ lastHeartbeat: expect.any(String) });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ identityFromUserName: 1 });
  });

  test('without an id and a user name (Grizzl-E) is 404', async () => {
    expect((await shakeHands(server.url, '/ocpp')).status).toBe(404);
  });

  test('with a space in it (RDAM 123) is decoded once, and %2525 stays %25', async () => {
    for (const prefix of ['RDAM 123', '50%25']) {
      const chargeBoxId = await newCharger({}, prefix);
      const path = `/ocpp/${encodeURIComponent(chargeBoxId)}`;
      expect((await shakeHands(server.url, path)).status).toBe(101);
      expect(await readCharger(account, chargeBoxId)).toMatchObject({ chargeBoxId });
    }
  });
});

describe('the password', () => {
  test('an id with a colon (open-ocpp) is told from its password by the id', async () => {
    const chargeBoxId = await newCharger({ password: `:${PASSWORD}:` }, 'CP:1');
    const path = `/ocpp/${encodeURIComponent(chargeBoxId)}`;
    const right = { ...OFFER, Authorization: basic(chargeBoxId, `:${PASSWORD}:`) };
    const wrong = { ...OFFER, Authorization: basic(chargeBoxId, PASSWORD) };
    expect((await shakeHands(server.url, path, right)).status).toBe(101);
    expect((await shakeHands(server.url, path, wrong)).status).toBe(401);
  });

  test('another user name (MaEVe had to add a switch) is 401, and served with allowAnyUserName', async () => {
    const chargeBoxId = await newCharger({ password: PASSWORD });
    const headers = { ...OFFER, Authorization: basic('admin', PASSWORD) };
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, headers)).status).toBe(401);
    await account.patch(`/chargers/${chargeBoxId}`, { settings: { allowAnyUserName: true } });
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, headers)).status).toBe(101);
    const wrong = { ...OFFER, Authorization: basic('admin', 'another password') };
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, wrong)).status).toBe(401);
  });

  test.each(['', 'a password it cannot forget'])(
    'one that cannot be removed (Wallbox): profile 0 ignores the header with %j',
    async (password) => {
      const chargeBoxId = await newCharger();
      const headers = { ...OFFER, Authorization: basic(chargeBoxId, password) };
      expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, headers)).status).toBe(101);
    },
  );

  test('an AuthorizationKey comes as its hex text or as its bytes (SteVe had to take both)', async () => {
    const key = '00ff10a95b3c0d1e2f708192a3b4c5d6e7f80910';
    const chargeBoxId = await newCharger({ password: key });
    for (const password of [key, key.toUpperCase(), Buffer.from(key, 'hex')]) {
      const headers = { ...OFFER, Authorization: basic(chargeBoxId, password) };
      expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, headers)).status).toBe(101);
    }
    const headers = { ...OFFER, Authorization: basic(chargeBoxId, key.slice(2)) };
    expect((await shakeHands(server.url, `/ocpp/${chargeBoxId}`, headers)).status).toBe(401);
  });
});
