import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { newCharger, ORIGIN } from '../../support/worker/api-client.ts';
import { downLog, replaceLog } from '../../support/worker/broken-bindings.ts';
import { bootOf, meter, reportStatus, start, stop } from '../../support/worker/charging-session.ts';
import {
  loggedEvents,
  newSite,
  registerIdTag,
  settle,
  type Site,
} from '../../support/worker/charging-site.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

/** A charger that has something of everything, with a transaction that runs. */
async function newLivedInSite() {
  const site = await newSite({ name: 'Old name' });
  await registerIdTag(site, 'USER-001');
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  await reportStatus(charger, 'Weird');
  await stop(charger, 4711, 5);
  await site.object.command(site.accountId, {
    action: 'RemoteStartTransaction',
    payload: { connectorId: 1, idTag: 'USER-001' },
  });
  const ocppTransactionId = await start(charger, 'USER-001', 10_000);
  await meter(charger, ocppTransactionId, 12_000);
  await settle(site);
  const [connector] = (await site.object.connectors(site.accountId)) ?? [];
  return { site, charger, ocppTransactionId, transactionId: connector?.transactionId ?? '' };
}

/** All that the object has stored. */
function storedIn({ object }: Site) {
  return runInDurableObject(object, async (_, { storage }) => {
    const names = storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'")
      .toArray()
      .map(({ name }) => name);
    return { names, alarm: await storage.getAlarm() };
  });
}

const dial = ({ chargeBoxId }: Site) =>
  exports.default.fetch(`${ORIGIN}/ocpp/${chargeBoxId}`, { headers: { Upgrade: 'websocket' } });

test('a removed charger leaves no table and no alarm; its running transaction is ended as estimated', async () => {
  const { site, transactionId } = await newLivedInSite();
  expect(await site.object.remove(site.accountId)).toEqual({
    socketClosed: true,
    transactionsEnded: [transactionId],
  });
  expect(await storedIn(site)).toEqual({ names: [], alarm: null });
  expect(await site.object.describe(site.accountId)).toBeNull();
  expect((await dial(site)).status).toBe(404);
  const events = (await loggedEvents(site)).map(({ event }) => event);
  expect(events.slice(-2)).toMatchObject([
    { event: 'charger.disconnected', data: { reason: 'deleted' } },
    {
      event: 'transaction.stopped',
      data: {
        transactionId,
        status: 'completed',
        energyDelivered: 2,
        quality: expect.arrayContaining(['estimated']),
      },
    },
  ]);
  const { body } = await site.account.call('GET', `/api/v1/transactions/${transactionId}`);
  expect(body).toMatchObject({ transactionId, status: 'completed', energyDelivered: 2 });
});

test('who registers the identity next sees nothing of the past, and begins at event 1', async () => {
  const { site, ocppTransactionId, transactionId } = await newLivedInSite();
  await site.account.call('DELETE', `/api/v1/chargers/${site.chargeBoxId}`);
  const past = await loggedEvents(site);
  const { chargerId } = await newCharger(site.account, { chargeBoxId: site.chargeBoxId });
  expect(chargerId).not.toBe(site.chargerId);
  expect(await site.object.describe(site.accountId)).toMatchObject({
    registration: { chargerId, name: null },
    isOnline: false,
    lastSeenAt: null,
    boot: null,
    connectors: [],
    firmwareHistory: [],
    flags: {},
  });
  expect(await site.object.transactions(site.accountId, [transactionId])).toEqual([]);
  expect(await site.object.orphanStops(site.accountId)).toEqual([]);
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  // The car of before is still plugged in: its stop is nobody's here.
  await stop(charger, ocppTransactionId, 13_000);
  await settle({ ...site, chargerId });
  const own = (await loggedEvents(site)).slice(past.length);
  expect(own).toMatchObject([
    { chargerId, event: { event: 'charger.connected', sequence: 1 } },
    { chargerId, event: { event: 'charger.boot', sequence: 2 } },
  ]);
  expect(await site.object.describe(site.accountId)).toMatchObject({ flags: { orphanStop: { count: 1 } } });
});

test('while the log is down nothing is deleted, ended or closed, whether or not events wait', async () => {
  const { site, charger, ocppTransactionId, transactionId } = await newLivedInSite();
  const before = await site.object.describe(site.accountId);
  const { append } = downLog();
  const restore = await replaceLog(site, append);
  expect(await site.object.remove(site.accountId)).toBe('logUnavailable');
  await reportStatus(charger, 'Charging');
  expect(await site.object.remove(site.accountId)).toBe('logUnavailable');
  expect(await site.object.describe(site.accountId)).toMatchObject({
    registration: before?.registration,
    isOnline: true,
    connectors: [{ transactionId, status: 'Charging' }],
  });
  expect(await meter(charger, ocppTransactionId, 14_000)).toEqual({});
  restore();
  await runDurableObjectAlarm(site.object);
  await settle(site);
  expect(await site.object.remove(site.accountId)).toMatchObject({ transactionsEnded: [transactionId] });
  const names = (await loggedEvents(site)).map(({ event }) => event.event);
  expect(names.slice(-3)).toEqual([
    'connector.status_changed',
    'charger.disconnected',
    'transaction.stopped',
  ]);
});

test('a charger that connects while it is being removed is not left on a dead connection', async () => {
  const { site } = await newLivedInSite();
  let late: WebSocket | null = null;
  await replaceLog(site, async (batch, handOn) => {
    const answer = await handOn(batch);
    if (late === null && batch.events.some(({ event }) => event === 'charger.disconnected')) {
      const response = await dial(site);
      late = response.webSocket;
    }
    return answer;
  });
  expect(await site.object.remove(site.accountId)).toMatchObject({ socketClosed: true });
  expect(late).not.toBeNull();
  const open = (state: DurableObjectState) =>
    state.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN);
  expect(await runInDurableObject(site.object, (_, state) => open(state))).toEqual([]);
  expect(await storedIn(site)).toEqual({ names: [], alarm: null });
});

test('another account removes nothing', async () => {
  const { site } = await newLivedInSite();
  expect(await site.object.remove('acc_of_somebody_else')).toBeNull();
  expect(await site.object.describe(site.accountId)).toMatchObject({ isOnline: true });
});
