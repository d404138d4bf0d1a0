import { describe, expect, test } from 'vitest';
import { accountIdOf, register, transactionsOf } from '../support/account.ts';
import { boot, meterValues, start, status, stop } from '../support/charger-messages.ts';
import { RawCharger } from '../support/raw-charger.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** A charger that has booted, and its connection. */
async function newCharger() {
  const chargeBoxId = unique('CP');
  const registered = await register(account, chargeBoxId);
  const charger = await RawCharger.connect(server.url, chargeBoxId);
  await charger.call('BootNotification', boot());
  await charger.call('StatusNotification', status(1, 'Available'));
  return { chargeBoxId, registered, charger };
}

async function read(chargeBoxId: string) {
  return (await account.get(`/chargers/${chargeBoxId}`)).body;
}

/** What the account's log holds of a charger, in order. */
async function eventsOf(registered: { id: string }): Promise<unknown[]> {
  const accountId = await accountIdOf(server, registered);
  const rows = await server.objectRows(
    'EventLog',
    `${accountId}:0`,
    `SELECT data ->> '$.event.event' AS event FROM events WHERE data ->> '$.chargerId' = ? ORDER BY number`,
    registered.id,
  );
  return rows.map((row) => row['event']);
}

describe('a charger comes back', () => {
  test('#104 X-T27: without BootNotification, and all that it sends is served (OCPP-J 5.4)', async () => {
    const { chargeBoxId, charger } = await newCharger();
    await charger.terminate();
    const again = await RawCharger.connect(server.url, chargeBoxId);
    expect((await again.call('Heartbeat', {}))[2]).toHaveProperty('currentTime');
    expect((await again.call('StatusNotification', status(1, 'Preparing')))[2]).toEqual({});
    const [, , started] = await again.call('StartTransaction', start({}));
    expect(started).toMatchObject({ transactionId: expect.any(Number), idTagInfo: { status: 'Invalid' } });
    const { transactionId } = started as { transactionId: number };
    const values = meterValues(1, transactionId, '2025-01-15T10:40:00Z', 11_000);
    expect((await again.call('MeterValues', values))[2]).toEqual({});
    expect(await transactionsOf(account, chargeBoxId)).toMatchObject([{ energyDelivered: 1 }]);
    const { flags } = (await read(chargeBoxId)) as { flags: object };
    expect(flags).not.toHaveProperty('beforeBoot');
    await again.close();
  });

  test('#148 X-B01: never booted, it is served and flagged: some firmware boots last (field: ABB, Wallbox)', async () => {
    const chargeBoxId = unique('CP');
    await register(account, chargeBoxId);
    const charger = await RawCharger.connect(server.url, chargeBoxId);
    expect((await charger.call('StatusNotification', status(1, 'Available')))[0]).toBe(3);
    expect(await read(chargeBoxId)).toMatchObject({ flags: { beforeBoot: { count: 1 } }, boot: null });
    expect((await charger.call('BootNotification', boot()))[2]).toMatchObject({ status: 'Accepted' });
    await charger.close();
  });

  test('#101 X-T24: in a second socket while the first still seems open: the new one counts, the old one is closed', async () => {
    const { chargeBoxId, registered, charger: first } = await newCharger();
    const second = await RawCharger.connect(server.url, chargeBoxId);
    expect(await first.closed).toMatchObject({ code: 1000, reason: 'replaced' });
    expect(await read(chargeBoxId)).toMatchObject({ isOnline: true });
    expect((await second.call('Heartbeat', {}))[0]).toBe(3);
    await second.call('StatusNotification', status(1, 'Charging'));
    expect(await eventsOf(registered)).not.toContain('charger.disconnected');
    await second.close();
  });
});

describe('a replaced socket that closes late', () => {
  test('does not take the charger offline, and what it still sends is not heard', async () => {
    const { chargeBoxId, registered, charger: first } = await newCharger();
    // A socket whose other end has stopped to listen: it does not answer the close, as after a loss of power.
    first.pause();
    const second = await RawCharger.connect(server.url, chargeBoxId);
    first.sendFrame(2, 'late', 'StatusNotification', status(1, 'Faulted'));
    expect((await second.call('Heartbeat', {}))[0]).toBe(3);
    await first.terminate();
    for (let time = 0; time < 10; time += 1) {
      expect(await read(chargeBoxId)).toMatchObject({
        isOnline: true,
        connectors: [{ status: 'Available' }],
      });
    }
    await second.call('StatusNotification', status(1, 'Preparing'));
    expect(await account.get(`/chargers?q=${chargeBoxId}`)).toMatchObject({
      body: { chargers: [{ isOnline: true }] },
    });
    expect(await eventsOf(registered)).not.toContain('charger.disconnected');
    const answered = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
    const { id } = await second.nextCall();
    second.sendFrame(3, id, { status: 'Accepted' });
    expect(await answered).toMatchObject({ status: 202, body: { status: 'Accepted' } });
    await second.close();
  });

  test('does not end a command that the new connection waits for', async () => {
    const { chargeBoxId, charger: first } = await newCharger();
    first.pause();
    const second = await RawCharger.connect(server.url, chargeBoxId);
    await second.call('Heartbeat', {});
    const answered = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
    const { id } = await second.nextCall();
    await first.terminate();
    await second.call('Heartbeat', {});
    second.sendFrame(3, id, { status: 'Accepted' });
    expect(await answered).toMatchObject({ status: 202 });
    await second.close();
  });
});

describe('a charger goes', () => {
  test.each([1000, 1001])(
    'closing with %i it is answered with the same at once, and shown offline',
    async (code) => {
      const { chargeBoxId, charger } = await newCharger();
      const before = performance.now();
      expect(await charger.close(code)).toMatchObject({ code });
      expect(performance.now() - before).toBeLessThan(2_000);
      await expect.poll(() => read(chargeBoxId)).toMatchObject({ isOnline: false, status: 'offline' });
    },
  );

  test('breaking off without a word it is shown offline, with its last status and when it was last heard', async () => {
    const { chargeBoxId, charger } = await newCharger();
    await charger.terminate();
    await expect
      .poll(() => read(chargeBoxId))
      .toMatchObject({
        isOnline: false,
        connectedSince: null,
        lastHeartbeat: expect.any(String),
        connectors: [{ status: 'Available' }],
      });
    await expect
      .poll(() => account.get(`/chargers?q=${chargeBoxId}&status=offline`))
      .toMatchObject({
        body: { chargers: [{ chargeBoxId }] },
      });
  });

  test('in the middle of a transaction that goes on: going offline ends nothing', async () => {
    const { chargeBoxId, charger } = await newCharger();
    await charger.call('StartTransaction', start({}));
    await charger.terminate();
    await expect.poll(() => read(chargeBoxId)).toMatchObject({ isOnline: false });
    expect(await transactionsOf(account, chargeBoxId)).toMatchObject([{ status: 'in_progress' }]);
  });

  test('with the host of its object, which tells nobody: it is shown offline', async () => {
    const { chargeBoxId, registered, charger } = await newCharger();
    await server.evict('Charger', chargeBoxId.toLowerCase(), 'close');
    expect(await read(chargeBoxId)).toMatchObject({ isOnline: false, status: 'offline' });
    await expect.poll(() => eventsOf(registered)).toContain('charger.disconnected');
    const again = await RawCharger.connect(server.url, chargeBoxId);
    expect(await read(chargeBoxId)).toMatchObject({ isOnline: true });
    await charger.terminate();
    await again.close();
  });
});

describe('an object loses its memory', () => {
  test('in the middle of a session, which goes on: same transaction, right energy', async () => {
    const { chargeBoxId, charger } = await newCharger();
    const evict = () => server.evict('Charger', chargeBoxId.toLowerCase());
    const [, , started] = await charger.call('StartTransaction', start({}));
    const { transactionId } = started as { transactionId: number };
    await evict();
    await charger.call('MeterValues', meterValues(1, transactionId, '2025-01-15T10:45:00Z', 12_450));
    await evict();
    expect(await transactionsOf(account, chargeBoxId)).toMatchObject([{ energyDelivered: 2.45 }]);
    await evict();
    expect((await charger.call('StopTransaction', stop({ transactionId })))[0]).toBe(3);
    await evict();
    await expect
      .poll(() => transactionsOf(account, chargeBoxId))
      .toMatchObject([{ status: 'completed', energyDelivered: 18.73, durationMinutes: 75 }]);
    expect(await read(chargeBoxId)).toMatchObject({ isOnline: true });
    await charger.close();
  });

  test('and its charger closes while it sleeps: it is shown offline', async () => {
    const { chargeBoxId, charger } = await newCharger();
    await server.evict('Charger', chargeBoxId.toLowerCase());
    expect(await charger.close()).toMatchObject({ code: 1000 });
    await expect.poll(() => read(chargeBoxId)).toMatchObject({ isOnline: false });
  });
});
