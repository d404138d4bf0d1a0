import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { downDatabase, replaceBinding } from '../../support/worker/broken-bindings.ts';
import { newSite } from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { eventsOf, statusChanged } from '../../support/worker/projected-events.ts';

test.each([
  { what: 'lost', alarm: (storage: DurableObjectStorage) => storage.deleteAlarm() },
  {
    what: 'stuck in the past',
    alarm: (storage: DurableObjectStorage) => storage.setAlarm(Date.now() - 3_600_000),
  },
])('a log whose alarm is $what carries on into D1 when it wakes, whoever wakes it', async ({ alarm }) => {
  const site = await newSite();
  const { chargerId, chargeBoxId, log } = site;
  const restore = await replaceBinding(log, 'DB', downDatabase());
  const events = eventsOf(site).number([statusChanged(1, 'Charging')]);
  await log.append({ chargerId, chargeBoxId, events });
  expect(await log.state()).toMatchObject({ last: 1, projected: 0 });
  await runInDurableObject(log, (_, { storage }) => alarm(storage));
  await evictDurableObject(log);
  restore();
  await eventually(() => log.state()).toMatchObject({ last: 1, projected: 1 });
  const { body } = await site.account.call('GET', '/api/v1/chargers?connectorStatus=Charging');
  expect(body).toMatchObject({ chargers: [{ chargeBoxId }] });
});

test('a log that wakes with D1 still down arms its alarm, and one that has nothing left to carry arms none', async () => {
  const site = await newSite();
  const { chargerId, chargeBoxId, log } = site;
  const alarmOf = () => runInDurableObject(log, (_, { storage }) => storage.getAlarm());
  const restore = await replaceBinding(log, 'DB', downDatabase());
  const events = eventsOf(site).number([statusChanged(1, 'Charging')]);
  await log.append({ chargerId, chargeBoxId, events });
  await runInDurableObject(log, (_, { storage }) => storage.deleteAlarm());
  await evictDurableObject(log);
  await eventually(alarmOf).toBeGreaterThan(Date.now());
  await runInDurableObject(log, (_, { storage }) => storage.deleteAlarm());
  restore();
  await evictDurableObject(log);
  await eventually(() => log.state()).toMatchObject({ projected: 1 });
  expect(await alarmOf()).toBeNull();
});
