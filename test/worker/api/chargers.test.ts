import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  errorOf,
  newAccount,
  newCharger,
  newChargeBoxId,
  type TestAccount,
} from '../../support/worker/api-client.ts';

const CHARGERS = '/api/v1/chargers';

let account: TestAccount;
let stranger: TestAccount;

beforeAll(async () => {
  account = await newAccount();
  stranger = await newAccount();
});

describe('POST /chargers', () => {
  test('answers the tutorial’s step 1 word for word', async () => {
    const chargeBoxId = newChargeBoxId();
    const answer = await account.call('POST', CHARGERS, {
      chargeBoxId,
      name: 'Office Parking Charger',
      location: 'Building A, Parking Level 1',
    });
    const url = `wss://capacitor.example.com/ocpp/${chargeBoxId}`;
    expect(answer).toMatchObject({
      status: 201,
      body: {
        chargeBoxId,
        name: 'Office Parking Charger',
        location: 'Building A, Parking Level 1',
        status: 'offline',
        connectionUrl: url,
        instructions: {
          message: 'Configure your charger to connect to the WebSocket URL',
          url,
          protocol: 'ocpp1.6',
        },
        id: expect.stringMatching(/^chg_/),
        isOnline: false,
        securityProfile: 0,
      },
    });
    expect(answer.body).not.toHaveProperty('password');
  });

  test('an identity is unique without case, over all accounts, and nothing is said of the other', async () => {
    const { chargeBoxId } = await newCharger(account, { name: 'Private name' });
    for (const owner of [account, stranger]) {
      const answer = await owner.call('POST', CHARGERS, { chargeBoxId: chargeBoxId.toLowerCase() });
      expect(answer.status).toBe(409);
      expect(errorOf(answer).code).toBe('ALREADY_EXISTS');
      expect(JSON.stringify(answer.body)).not.toContain('Private name');
    }
  });

  test('of two registrations at once one wins', async () => {
    const chargeBoxId = newChargeBoxId();
    const answers = await Promise.all([1, 2, 3].map(() => account.call('POST', CHARGERS, { chargeBoxId })));
    expect(answers.map((answer) => answer.status).toSorted((left, right) => left - right)).toEqual([
      201, 409, 409,
    ]);
  });

  test('completes a registration that never reached its object, under the same id, for the same account', async () => {
    const chargeBoxId = newChargeBoxId();
    await env.DB.prepare(
      `INSERT INTO chargers (account_id, charger_id, charge_box_id, folded_id, registered_at)
       VALUES (?, ?, ?, ?, 1736937000000)`,
    )
      .bind(account.accountId, `chg_half_${chargeBoxId}`, chargeBoxId, chargeBoxId.toLowerCase())
      .run();
    expect((await account.call('GET', `${CHARGERS}/${chargeBoxId}`)).status).toBe(404);
    expect((await stranger.call('POST', CHARGERS, { chargeBoxId })).status).toBe(409);
    expect(await account.call('POST', CHARGERS, { chargeBoxId })).toMatchObject({
      status: 201,
      body: { id: `chg_half_${chargeBoxId}`, registeredAt: '2025-01-15T10:30:00Z' },
    });
    expect((await account.call('GET', `${CHARGERS}/${chargeBoxId}`)).status).toBe(200);
  });

  test('a generated password is shown once and sets security profile 1', async () => {
    const chargeBoxId = newChargeBoxId();
    const created = await account.call('POST', CHARGERS, { chargeBoxId, generatePassword: true });
    const { password } = z.object({ password: z.string().regex(/^[0-9a-f]{40}$/) }).parse(created.body);
    expect(created.body).toMatchObject({ securityProfile: 1 });
    const read = await account.call('GET', `${CHARGERS}/${chargeBoxId}`);
    expect(read.body).toMatchObject({ hasPassword: true, securityProfile: 1 });
    expect(JSON.stringify(read.body)).not.toContain(password);
  });

  test('a password needs 16 bytes unless the charger allows a short one', async () => {
    const chargeBoxId = newChargeBoxId();
    const refused = await account.call('POST', CHARGERS, { chargeBoxId, password: 'short' });
    expect(refused.status).toBe(400);
    expect(errorOf(refused).details).toMatchObject([{ field: 'password' }]);
    const taken = await account.call('POST', CHARGERS, {
      chargeBoxId,
      password: 'short',
      settings: { allowShortPassword: true },
    });
    expect(taken.status).toBe(201);
  });

  test('a given password and a generated one exclude each other', async () => {
    const answer = await account.call('POST', CHARGERS, {
      chargeBoxId: newChargeBoxId(),
      password: '0123456789abcdef0123456789abcdef',
      generatePassword: true,
    });
    expect(answer.status).toBe(400);
  });

  test.each(['', '.', '..', 'a\u0000b', 'x'.repeat(256), '\ud800'])(
    'an identity that no charger can dial is 400: %j',
    async (chargeBoxId) => {
      const answer = await account.call('POST', CHARGERS, { chargeBoxId });
      expect(answer.status).toBe(400);
      expect(errorOf(answer).details).toMatchObject([{ field: 'chargeBoxId' }]);
    },
  );

  test.each(['a b', 'a/b', '50%', 'é:@', 'a%2Fb', '?#&+'])(
    'an identity with characters to encode is reachable by its URL: %s',
    async (odd) => {
      const chargeBoxId = `${newChargeBoxId()}${odd}`;
      const created = await account.call('POST', CHARGERS, { chargeBoxId });
      expect(created.body).toMatchObject({
        connectionUrl: `wss://capacitor.example.com/ocpp/${encodeURIComponent(chargeBoxId)}`,
      });
      const read = await account.call('GET', `${CHARGERS}/${encodeURIComponent(chargeBoxId)}`);
      expect(read).toMatchObject({ status: 200, body: { chargeBoxId } });
    },
  );
});

describe('GET /chargers/{chargeBoxId}', () => {
  test('shows all of it, in the registered spelling whatever the spelling of the path', async () => {
    const { chargeBoxId } = await newCharger(account, {
      labels: ['a', 'b'],
      settings: { heartbeatInterval: 300 },
    });
    expect(await account.call('GET', `${CHARGERS}/${chargeBoxId.toLowerCase()}`)).toMatchObject({
      status: 200,
      body: {
        chargeBoxId,
        status: 'offline',
        isOnline: false,
        lastHeartbeat: null,
        boot: null,
        connectors: [],
        labels: ['a', 'b'],
        registration: 'Accepted',
        enabled: true,
        hasPassword: false,
        settings: { heartbeatInterval: 300, strict: false, timeoutSeconds: 30 },
        flags: {},
      },
    });
  });

  test('another account’s charger is 404 on every route, never 403', async () => {
    const { chargeBoxId } = await newCharger(account);
    const paths = ['', '/connectors', '/connectors/1/status'].map(
      (rest) => `${CHARGERS}/${chargeBoxId}${rest}`,
    );
    for (const path of paths) expect((await stranger.call('GET', path)).status).toBe(404);
    expect((await stranger.call('PATCH', `${CHARGERS}/${chargeBoxId}`, { name: 'Mine' })).status).toBe(404);
    expect((await stranger.call('DELETE', `${CHARGERS}/${chargeBoxId}`)).status).toBe(404);
    expect((await stranger.call('POST', '/api/v1/transactions/start', { chargeBoxId })).status).toBe(404);
    expect((await stranger.call('POST', '/api/v1/authorize', { idTag: 'X', chargeBoxId })).status).toBe(404);
    expect((await account.call('GET', `${CHARGERS}/${chargeBoxId}`)).status).toBe(200);
  });

  test('a connector that it has not reported is 404', async () => {
    const { chargeBoxId } = await newCharger(account);
    const answer = await account.call('GET', `${CHARGERS}/${chargeBoxId}/connectors/7/status`);
    expect(answer.status).toBe(404);
    expect(errorOf(answer).details).toHaveProperty('knownConnectors');
  });
});

describe('PATCH /chargers/{chargeBoxId}', () => {
  test('changes what it names, in the charger and in the list, and leaves the rest', async () => {
    const { chargeBoxId } = await newCharger(account, {
      name: 'Before',
      location: 'Here',
      settings: { heartbeatInterval: 300 },
    });
    const changed = await account.call('PATCH', `${CHARGERS}/${chargeBoxId}`, {
      name: 'After',
      labels: ['new'],
      settings: { strict: true },
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'After', location: 'Here', settings: { strict: true, heartbeatInterval: 300 } },
    });
    const listed = await account.call('GET', `${CHARGERS}?q=${chargeBoxId}&label=new`);
    expect(listed.body).toMatchObject({ chargers: [{ chargeBoxId, name: 'After', labels: ['new'] }] });
  });

  test('sets, generates and removes the password', async () => {
    const { chargeBoxId } = await newCharger(account);
    const path = `${CHARGERS}/${chargeBoxId}`;
    const generated = await account.call('PATCH', path, { generatePassword: true });
    expect(generated.body).toMatchObject({
      hasPassword: true,
      password: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    const kept = await account.call('PATCH', path, { name: 'X' });
    expect(kept.body).toMatchObject({ hasPassword: true });
    expect(kept.body).not.toHaveProperty('password');
    expect((await account.call('PATCH', path, { password: null })).body).toMatchObject({
      hasPassword: false,
    });
  });

  test('an empty change and an unknown field are 400', async () => {
    const { chargeBoxId } = await newCharger(account);
    expect((await account.call('PATCH', `${CHARGERS}/${chargeBoxId}`, {})).status).toBe(400);
    expect((await account.call('PATCH', `${CHARGERS}/${chargeBoxId}`, { chargeBoxId: 'Y' })).status).toBe(
      400,
    );
  });
});

describe('DELETE /chargers/{chargeBoxId}', () => {
  test('forgets it: the next to register the id sees nothing of the past', async () => {
    const { chargeBoxId, chargerId } = await newCharger(account, { name: 'Past', labels: ['past'] });
    expect(await account.call('DELETE', `${CHARGERS}/${chargeBoxId}`)).toMatchObject({
      status: 200,
      body: { deleted: true, socketClosed: false, transactionsEnded: [] },
    });
    expect((await account.call('DELETE', `${CHARGERS}/${chargeBoxId}`)).status).toBe(404);
    expect((await account.call('GET', `${CHARGERS}?label=past`)).body).toMatchObject({ chargers: [] });
    const next = await stranger.call('POST', CHARGERS, { chargeBoxId });
    expect(next).toMatchObject({ status: 201, body: { name: null } });
    expect(next.body).not.toMatchObject({ id: chargerId });
  });

  test('the total of the list follows', async () => {
    const fresh = await newAccount();
    const { chargeBoxId } = await newCharger(fresh);
    await newCharger(fresh);
    expect((await fresh.call('GET', CHARGERS)).body).toMatchObject({ pagination: { total: 2 } });
    await fresh.call('DELETE', `${CHARGERS}/${chargeBoxId}`);
    expect((await fresh.call('GET', CHARGERS)).body).toMatchObject({ pagination: { total: 1 } });
  });
});
