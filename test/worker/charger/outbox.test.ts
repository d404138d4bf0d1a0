import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { downLog, replaceLog } from '../../support/worker/broken-bindings.ts';
import { bootOf, reportStatus, start, stop } from '../../support/worker/charging-session.ts';
import {
  loggedEvents,
  newSite,
  registerIdTag,
  settle,
  type Site,
} from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

async function newOnlineSite() {
  const site = await newSite();
  await registerIdTag(site, 'USER-001');
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  await reportStatus(charger, 'Available');
  await settle(site);
  return { site, charger };
}

const alarmOf = ({ object }: Site) => runInDurableObject(object, (_, { storage }) => storage.getAlarm());
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

async function sequences(site: Site): Promise<number[]> {
  return (await loggedEvents(site)).map(({ event }) => event.sequence);
}

test('a charger is served while the log is down, and all it told arrives once afterwards', async () => {
  const { site, charger } = await newOnlineSite();
  const { append, calls } = downLog();
  const restore = await replaceLog(site, append);
  await reportStatus(charger, 'Preparing');
  expect(await charger.call('Authorize', { idTag: 'USER-001' })).toEqual({
    idTagInfo: { status: 'Accepted' },
  });
  const transactionId = await start(charger, 'USER-001');
  expect(await charger.call('Heartbeat', {})).toHaveProperty('currentTime');
  expect(await stop(charger, transactionId, 5_000)).toEqual({});
  await eventually(() => calls.length).toBeGreaterThan(0);
  expect(await alarmOf(site)).toBeGreaterThan(Date.now());

  expect(await runDurableObjectAlarm(site.object)).toBe(true);
  expect(await alarmOf(site)).toBeGreaterThan(Date.now());
  expect(await sequences(site)).toEqual([1, 2, 3]);

  restore();
  expect(await runDurableObjectAlarm(site.object)).toBe(true);
  await settle(site);
  expect((await loggedEvents(site)).slice(3).map(({ event }) => event.event)).toEqual([
    'connector.status_changed',
    'transaction.started',
    'transaction.stopped',
  ]);
  expect(await sequences(site)).toEqual(upTo(6));
  expect(await runDurableObjectAlarm(site.object)).toBe(false);
});

test('events whose acknowledgement was lost are not taken twice', async () => {
  const { site, charger } = await newOnlineSite();
  let isDeaf = true;
  await replaceLog(site, async (batch, handOn) => {
    const answer = await handOn(batch);
    if (isDeaf) throw new Error('the answer was lost');
    return answer;
  });
  await reportStatus(charger, 'Preparing');
  await eventually(() => sequences(site)).toEqual([1, 2, 3, 4]);
  isDeaf = false;
  await reportStatus(charger, 'Charging');
  await settle(site);
  expect(await sequences(site)).toEqual([1, 2, 3, 4, 5]);
});

test('numbers have no hole and no double over many events, evictions and failed deliveries', async () => {
  const { site, charger } = await newOnlineSite();
  let deliveries = 0;
  const restore = await replaceLog(site, async (batch, handOn) => {
    deliveries += 1;
    if (deliveries % 3 === 0) throw new Error('the log is down');
    const answer = await handOn(batch);
    if (deliveries % 5 === 0) throw new Error('the answer was lost');
    return answer;
  });
  const statuses = ['Preparing', 'Charging', 'SuspendedEV', 'Finishing', 'Available'];
  for (let round = 0; round < 12; round += 1) {
    await Promise.all(statuses.map((status) => reportStatus(charger, status)));
    if (round % 2 === 0) await evictDurableObject(site.object);
    if (round % 3 === 0) await evictDurableObject(site.log);
    if (round % 5 === 0) await runDurableObjectAlarm(site.object);
  }
  restore();
  await runDurableObjectAlarm(site.object);
  await settle(site);
  expect(await sequences(site)).toEqual(upTo(63));
  const last = (await loggedEvents(site)).at(-1)?.event;
  expect(last).toMatchObject({ event: 'connector.status_changed', data: { status: 'Available' } });
});

test('more events than one delivery holds arrive in order', async () => {
  const { site, charger } = await newOnlineSite();
  const { append } = downLog();
  const restore = await replaceLog(site, append);
  for (let event = 0; event < 125; event += 1) {
    await charger.call('FirmwareStatusNotification', { status: event % 2 === 0 ? 'Downloading' : 'Idle' });
  }
  restore();
  await runDurableObjectAlarm(site.object);
  await settle(site);
  expect(await sequences(site)).toEqual(upTo(128));
});

test('an object that wakes without an alarm but with undelivered events delivers them', async () => {
  const { site, charger } = await newOnlineSite();
  const { append } = downLog();
  const restore = await replaceLog(site, append);
  await reportStatus(charger, 'Preparing');
  await runInDurableObject(site.object, (_, { storage }) => storage.deleteAlarm());
  restore();
  await evictDurableObject(site.object);
  await site.object.presence(site.accountId);
  await settle(site);
  expect(await sequences(site)).toEqual([1, 2, 3, 4]);
});

test('an object that wakes without an alarm and with nothing to deliver asks nobody and arms none', async () => {
  const { site, charger } = await newOnlineSite();
  expect(await runDurableObjectAlarm(site.object)).toBe(true);
  const { append, calls } = downLog();
  await replaceLog(site, append);
  await evictDurableObject(site.object);
  await charger.call('Heartbeat', {});
  expect(await alarmOf(site)).toBeNull();
  expect(calls).toEqual([]);
});

test('an alarm that is overdue when the object wakes does not keep its events', async () => {
  const { site, charger } = await newOnlineSite();
  const { append } = downLog();
  const restore = await replaceLog(site, append);
  await reportStatus(charger, 'Preparing');
  restore();
  await runInDurableObject(site.object, (_, { storage }) => storage.setAlarm(Date.now() - 3_600_000));
  await evictDurableObject(site.object);
  await site.object.presence(site.accountId);
  await settle(site);
  expect(await sequences(site)).toEqual([1, 2, 3, 4]);
});

test('a handler that cannot store its event stores nothing: InternalError, and the retry counts once', async () => {
  const { site, charger } = await newOnlineSite();
  const refuse = (when: string) =>
    runInDurableObject(site.object, (_, { storage }) => {
      storage.sql.exec(
        `CREATE TRIGGER refuse_${when} BEFORE ${when} ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
      );
    });
  await refuse('INSERT');
  await refuse('UPDATE');
  const request = { connectorId: 1, idTag: 'USER-001', meterStart: 10, timestamp: '2025-01-15T10:35:00Z' };
  expect(await charger.call('StartTransaction', request)).toEqual({ callError: 'InternalError' });
  const kept = () =>
    runInDurableObject(
      site.object,
      (_, { storage: { sql } }) => sql.exec('SELECT count(*) AS kept FROM transactions').one()['kept'],
    );
  expect(await kept()).toBe(0);
  await runInDurableObject(site.object, (_, { storage }) => {
    storage.sql.exec('DROP TRIGGER refuse_INSERT; DROP TRIGGER refuse_UPDATE');
  });
  const first = await charger.call('StartTransaction', request);
  expect(first).toMatchObject({ idTagInfo: { status: 'Accepted' } });
  expect(await charger.call('StartTransaction', request)).toEqual(first);
  expect(await kept()).toBe(1);
  await settle(site);
  const started = (await loggedEvents(site)).filter(({ event }) => event.event === 'transaction.started');
  expect(started).toHaveLength(1);
});
