import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { register, transactionsOf } from '../../support/account.ts';
import { boot, start, status, stop } from '../../support/charger-messages.ts';
import { flagsOf, readCharger, SOON } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { RawCharger } from '../../support/raw-charger.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

async function connected(fields: Record<string, unknown> = {}) {
  const chargeBoxId = unique('CP');
  await register(account, chargeBoxId, fields);
  return { chargeBoxId, charger: await RawCharger.connect(server.url, chargeBoxId) };
}

function callsTo(charger: RawCharger) {
  return charger.frames.filter(([type]) => type === 2);
}

describe('BootNotification', () => {
  test('none after a reconnect (Wallbox Pulsar Pro): a known charger counts as booted', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.terminate();
    const again = await RawCharger.connect(server.url, chargeBoxId);
    expect((await again.call('StatusNotification', status(1, 'Preparing')))[2]).toEqual({});
    const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
    again.sendFrame(3, (await again.nextCall()).id, { status: 'Accepted' });
    expect(await answer).toMatchObject({ status: 202, body: { status: 'Accepted' } });
    expect(await flagsOf(account, chargeBoxId)).not.toHaveProperty('beforeBoot');
    await again.close();
  });

  test('after everything else (ABB): heartbeat, status, samples and a queued stop are served, flagged beforeBoot', async () => {
    const { chargeBoxId, charger } = await connected();
    const early = [
      ['Heartbeat', {}],
      ['StatusNotification', status(1, 'Available')],
      [
        'MeterValues',
        {
          connectorId: 1,
          meterValue: [{ timestamp: '2025-01-15T10:00:00Z', sampledValue: [{ value: '1' }] }],
        },
      ],
      ['StopTransaction', stop({ transactionId: 77 })],
      ['StartTransaction', start({})],
    ] as const;
    for (const [action, payload] of early) expect((await charger.call(action, payload))[0]).toBe(3);
    expect((await charger.call('BootNotification', boot()))[2]).toMatchObject({ status: 'Accepted' });
    await charger.call('Heartbeat', {});
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ beforeBoot: early.length, orphanStop: 1 });
    await charger.close();
  });

  test('in a loop (a charger that re-initialises on each boot): every one is answered, and sets nothing off', async () => {
    const { chargeBoxId, charger } = await connected();
    for (let count = 0; count < 10; count += 1) {
      expect((await charger.call('BootNotification', boot()))[2]).toMatchObject({
        status: 'Accepted',
        interval: 60,
      });
    }
    expect(callsTo(charger)).toEqual([]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({});
    await charger.close();
  });

  test('a charger that reboots when it is asked for anything (ABB Terra AC) is never asked unbidden', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.terminate();
    const again = await RawCharger.connect(server.url, chargeBoxId);
    await again.call('StatusNotification', status(1, 'Preparing'));
    await again.call('StartTransaction', start({}));
    await again.call('Heartbeat', {});
    expect([...callsTo(charger), ...callsTo(again)]).toEqual([]);
    await again.close();
  });

  test('the heartbeat interval is told with it (Zaptec Pro sleeps 86400 s by itself)', async () => {
    const { chargeBoxId, charger } = await connected({ settings: { heartbeatInterval: 120 } });
    expect((await charger.call('BootNotification', boot()))[2]).toMatchObject({ interval: 120 });
    await account.patch(`/chargers/${chargeBoxId}`, { settings: { heartbeatInterval: 45 } });
    expect((await charger.call('BootNotification', boot()))[2]).toMatchObject({ interval: 45 });
    await charger.close();
  });
});

describe('the socket', () => {
  test('a new one while the old one is silent (every mobile network): the newest counts, late words of the old do not', async () => {
    const { chargeBoxId, charger: old } = await onlineCharger(account);
    old.pause();
    const charger = await RawCharger.connect(server.url, chargeBoxId);
    old.sendFrame(2, 'late', 'StatusNotification', status(1, 'Faulted'));
    await charger.call('StatusNotification', status(1, 'Preparing'));
    await old.terminate();
    await charger.call('Heartbeat', {});
    expect(await readCharger(account, chargeBoxId)).toMatchObject({
      isOnline: true,
      connectors: [{ status: 'Preparing' }],
    });
    await charger.close();
  });

  test('closed with 1001 after silence (Ocular): answered alike, shown offline, served when it is back', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect(await charger.close(1001)).toMatchObject({ code: 1001 });
    await expect.poll(() => readCharger(account, chargeBoxId), SOON).toMatchObject({ isOnline: false });
    const again = await RawCharger.connect(server.url, chargeBoxId);
    expect((await again.call('Heartbeat', {}))[0]).toBe(3);
    await again.close();
  });

  test('is not closed by a change of the registration (FoxESS redials after 6 to 19 minutes, Teison never)', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const change = { name: 'Roof', securityProfile: 0, settings: { strict: true, heartbeatInterval: 30 } };
    expect((await account.patch(`/chargers/${chargeBoxId}`, change)).status).toBe(200);
    expect((await charger.call('Heartbeat', {}))[0]).toBe(3);
    await charger.close();
  });

  test('pings of a charger (every 2 minutes or never) are answered; it is sent none, so it need not answer any', async () => {
    const chargeBoxId = unique('CP');
    await register(account, chargeBoxId);
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ocpp/${chargeBoxId}`, ['ocpp1.6'], {
      autoPong: false,
    });
    await once(socket, 'open');
    let pings = 0;
    socket.on('ping', () => {
      pings += 1;
    });
    socket.ping('still there');
    const [data] = (await once(socket, 'pong')) as [Buffer];
    expect(data.toString()).toBe('still there');
    expect(pings).toBe(0);
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ isOnline: true });
    socket.terminate();
  });
});

describe('answers', () => {
  test('after the time-out (Mennekes, 60 s): the caller got 504, the command turns late with the answer, lateAnswer', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const waiting = account.post('/transactions/start', { chargeBoxId, connectorId: 1, timeoutSeconds: 1 });
    const { id } = await charger.nextCall();
    expect(await waiting).toMatchObject({ status: 504 });
    charger.sendFrame(3, id, { status: 'Accepted' });
    await charger.call('Heartbeat', {});
    expect(await flagsOf(account, chargeBoxId)).toEqual({ lateAnswer: 1 });
    expect(await account.get(`/commands/${id}`)).toMatchObject({
      status: 200,
      body: { state: 'late', answer: { status: 'Accepted' } },
    });
    await charger.close();
  });

  test('after calls of its own (SAP’s simulator starts first): both directions are served', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'USER-001' });
    const { id } = await charger.nextCall();
    expect((await charger.call('StatusNotification', status(1, 'Preparing')))[0]).toBe(3);
    expect((await charger.call('StartTransaction', start({})))[2]).toMatchObject({
      idTagInfo: { status: 'Accepted' },
    });
    charger.sendFrame(3, id, { status: 'Accepted' });
    expect(await answer).toMatchObject({ status: 202, body: { status: 'Accepted' } });
    await expect
      .poll(() => transactionsOf(account, chargeBoxId), SOON)
      .toMatchObject([{ remoteStarted: true }]);
    await charger.close();
  });

  test('with more than the standard has, or a word too long, are understood and flagged', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
    charger.sendFrame(3, (await charger.nextCall()).id, { status: 'Accepted', transactionId: 5 });
    expect(await answer).toMatchObject({ status: 202, body: { status: 'Accepted' } });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ unknownField: 1 });
    await charger.close();
  });
});
