import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { newChargeBoxId, ORIGIN } from '../../support/worker/api-client.ts';
import { downDatabase, downLog, replaceBinding, replaceLog } from '../../support/worker/broken-bindings.ts';
import { bootOf, meter, reportStatus, start, stop } from '../../support/worker/charging-session.ts';
import {
  loggedEvents,
  loggedNames,
  newSite,
  registerIdTag,
  settle,
} from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

async function newOnlineSite() {
  const site = await newSite({ name: 'Office', labels: ['roof'] });
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  await reportStatus(charger, 'Available');
  await settle(site);
  const describeIt = () => site.object.describe(site.accountId);
  const connectors = () => site.object.connectors(site.accountId);
  return { site, charger, describeIt, connectors };
}

test('the registration survives an eviction', async () => {
  const { site, describeIt } = await newOnlineSite();
  const before = await describeIt();
  await evictDurableObject(site.object);
  const after = await describeIt();
  expect(after?.registration).toEqual(before?.registration);
  expect(after).toMatchObject({ registration: { name: 'Office', labels: ['roof'] } });
});

test('the credential survives an eviction', async () => {
  const chargeBoxId = newChargeBoxId();
  const { object } = await newSite({ chargeBoxId, password: 'correct-horse-battery' });
  await evictDurableObject(object);
  const dial = (password: string) =>
    exports.default.fetch(`${ORIGIN}/ocpp/${chargeBoxId}`, {
      headers: { Upgrade: 'websocket', Authorization: `Basic ${btoa(`${chargeBoxId}:${password}`)}` },
    });
  expect((await dial('wrong-horse-battery')).status).toBe(401);
  const response = await dial('correct-horse-battery');
  expect(response.status).toBe(101);
  response.webSocket?.accept();
  response.webSocket?.close();
});

test('the boot survives an eviction, and what follows is not taken for a message before it', async () => {
  const { site, charger, describeIt } = await newOnlineSite();
  const before = await describeIt();
  await evictDurableObject(site.object);
  await reportStatus(charger, 'Preparing');
  const after = await describeIt();
  expect(after?.boot).toMatchObject({ vendor: 'ABB', model: 'Terra AC' });
  expect(after?.boot).toEqual(before?.boot);
  expect(after?.firmwareHistory).toEqual(before?.firmwareHistory);
  expect(after?.flags).not.toHaveProperty('beforeBoot');
});

test('a hibernated connection goes on, and is still the one that counts', async () => {
  const { site, charger, describeIt } = await newOnlineSite();
  const before = await describeIt();
  await evictDurableObject(site.object);
  expect(await describeIt()).toMatchObject({
    isOnline: true,
    lastSeenAt: before?.lastSeenAt,
    connectedSince: before?.connectedSince,
  });
  expect(await charger.call('Heartbeat', {})).toHaveProperty('currentTime');
  const next = await connectScriptedCharger(site.chargeBoxId);
  await next.call('Heartbeat', {});
  await settle(site);
  // Replaced, it has been connected all the while.
  expect((await loggedNames(site)).filter((name) => name.startsWith('charger.'))).toEqual([
    'charger.connected',
    'charger.boot',
  ]);
});

test('a connection that was lost with its host is told of on waking, once', async () => {
  const { site, describeIt } = await newOnlineSite();
  await evictDurableObject(site.object, { webSockets: 'close' });
  expect(await describeIt()).toMatchObject({ isOnline: false, connectedSince: null });
  await settle(site);
  await evictDurableObject(site.object);
  expect(await describeIt()).toMatchObject({ isOnline: false });
  await settle(site);
  const ends = (await loggedEvents(site)).filter(({ event }) => event.event === 'charger.disconnected');
  expect(ends).toHaveLength(1);
  const { body } = await site.account.call('GET', '/api/v1/chargers');
  expect(body).toMatchObject({ chargers: [{ chargeBoxId: site.chargeBoxId, isOnline: false }] });
});

test('connectors survive an eviction, and their repeated status is still no change', async () => {
  const { site, charger, connectors } = await newOnlineSite();
  const before = await connectors();
  await evictDurableObject(site.object);
  await reportStatus(charger, 'Available');
  expect(await connectors()).toEqual(before);
  await settle(site);
  expect(await loggedNames(site)).toEqual(['charger.connected', 'charger.boot', 'connector.status_changed']);
});

test('an open transaction, its samples and its energy survive evictions, hibernated or lost', async () => {
  const { site, charger, connectors } = await newOnlineSite();
  await registerIdTag(site, 'USER-001');
  const ocppTransactionId = await start(charger, 'USER-001', 10_000);
  await meter(charger, ocppTransactionId, 11_000);
  await evictDurableObject(site.object);
  await meter(charger, ocppTransactionId, 12_500);
  await evictDurableObject(site.object, { webSockets: 'close' });
  const [running] = (await connectors()) ?? [];
  expect(running).toMatchObject({ energyDelivered: 2.5, powerKw: 7.2 });
  const again = await connectScriptedCharger(site.chargeBoxId);
  await meter(again, ocppTransactionId, 13_000);
  await evictDurableObject(site.object);
  expect(await stop(again, ocppTransactionId, 13_250)).toEqual({});
  await evictDurableObject(site.object);
  const ids = [running?.transactionId ?? ''];
  expect(await site.object.transactions(site.accountId, ids)).toMatchObject([
    { ocppTransactionId, status: 'completed', energyDelivered: 3.25, authorizationStatus: 'Accepted' },
  ]);
});

test('a repeated StartTransaction is known after an eviction, and the next one gets a new number', async () => {
  const { site, charger } = await newOnlineSite();
  await registerIdTag(site, 'USER-001');
  const request = {
    connectorId: 1,
    idTag: 'USER-001',
    meterStart: 0,
    timestamp: new Date(Date.now()).toISOString(),
  };
  const first = await charger.call('StartTransaction', request);
  await evictDurableObject(site.object);
  expect(await charger.call('StartTransaction', request)).toEqual(first);
  await stop(charger, Number(first['transactionId']), 10);
  await evictDurableObject(site.object);
  expect(await start(charger, 'USER-001', 10)).toBe(Number(first['transactionId']) + 1);
});

test('a remote start that waits for its transaction survives an eviction', async () => {
  const { site, charger } = await newOnlineSite();
  const payload = { connectorId: 1, idTag: 'NOBODY-KNOWS' };
  const command = { action: 'RemoteStartTransaction' as const, payload };
  expect(await site.object.command(site.accountId, command)).toMatchObject({ status: 'Accepted' });
  await evictDurableObject(site.object);
  const request = { connectorId: 1, idTag: 'NOBODY-KNOWS', meterStart: 0, timestamp: '2025-01-15T10:35:00Z' };
  expect(await charger.call('StartTransaction', request)).toMatchObject({
    idTagInfo: { status: 'Accepted' },
  });
  await settle(site);
  expect((await loggedEvents(site)).at(-1)?.event).toMatchObject({
    event: 'transaction.started',
    data: { remoteStarted: true },
  });
});

test('what the directory said of a tag is remembered over an eviction', async () => {
  const { site, charger, describeIt } = await newOnlineSite();
  await registerIdTag(site, 'USER-001');
  await charger.call('Authorize', { idTag: 'USER-001' });
  await evictDurableObject(site.object);
  await replaceBinding(site.object, 'DB', downDatabase());
  expect(await charger.call('Authorize', { idTag: 'user-001' })).toEqual({
    idTagInfo: { status: 'Accepted' },
  });
  expect(await describeIt()).toMatchObject({ flags: { rememberedIdTag: { count: 1 } } });
});

test('flags survive an eviction, written ones and those counted in the session', async () => {
  const { site, charger, describeIt } = await newOnlineSite();
  for (const status of ['Occupied', 'Weird', 'Weirder']) await reportStatus(charger, status);
  const before = await describeIt();
  expect(before?.flags['unknownStatus']).toMatchObject({ count: 3 });
  await evictDurableObject(site.object);
  expect((await describeIt())?.flags).toEqual(before?.flags);
  charger.close();
  await eventually(async () => (await describeIt())?.isOnline).toBe(false);
  await evictDurableObject(site.object);
  expect((await describeIt())?.flags['unknownStatus']).toMatchObject({ count: 3 });
});

test('the wire trace survives an eviction with its socket, and a reconnect', async () => {
  const { site, charger } = await newOnlineSite();
  const frames = async () => {
    const found = await site.object.messages(site.accountId, { action: 'StatusNotification', limit: 100 });
    return (found ?? []).map(({ at, direction, text }) => ({ at, direction, text }));
  };
  const before = await frames();
  expect(before.map(({ direction }) => direction)).toEqual(['fromCentralSystem', 'fromChargePoint']);
  await evictDurableObject(site.object);
  expect(await frames()).toEqual(before);
  charger.close();
  await eventually(async () => (await site.object.presence(site.accountId))?.isOnline).toBe(false);
  await evictDurableObject(site.object);
  expect(await frames()).toEqual(before);
  const again = await connectScriptedCharger(site.chargeBoxId);
  await again.call('Heartbeat', {});
  await evictDurableObject(site.object);
  expect(await frames()).toEqual(before);
});

test('a stop that fits no transaction is kept over an eviction', async () => {
  const { site, charger, describeIt } = await newOnlineSite();
  expect(await stop(charger, 4711, 99_000)).toEqual({});
  await evictDurableObject(site.object);
  expect(await site.object.orphanStops(site.accountId)).toHaveLength(1);
  expect(await describeIt()).toMatchObject({ flags: { orphanStop: { count: 1 } } });
});

test('undelivered events survive evictions, and the alarm delivers each of them once', async () => {
  const { site, charger } = await newOnlineSite();
  const { append, calls } = downLog();
  const restore = await replaceLog(site, append);
  await reportStatus(charger, 'Preparing');
  await evictDurableObject(site.object);
  await reportStatus(charger, 'Charging');
  await evictDurableObject(site.object);
  expect(calls.length).toBeGreaterThan(0);
  restore();
  expect(await runDurableObjectAlarm(site.object)).toBe(true);
  await settle(site);
  expect((await loggedEvents(site)).map(({ event }) => event.sequence)).toEqual([1, 2, 3, 4, 5]);
});

test('numbers go on after an eviction of an empty outbox', async () => {
  const { site, charger } = await newOnlineSite();
  await evictDurableObject(site.object);
  await reportStatus(charger, 'Preparing');
  await settle(site);
  expect((await loggedEvents(site)).map(({ event }) => event.sequence)).toEqual([1, 2, 3, 4]);
});
