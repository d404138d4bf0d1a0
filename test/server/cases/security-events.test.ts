import { expect, test } from 'vitest';
import * as z from 'zod';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);

const Events = z.object({
  securityEvents: z.array(
    z.object({
      number: z.int(),
      type: z.string(),
      isCritical: z.boolean(),
      timestamp: z.string(),
      techInfo: z.string().nullable(),
      receivedAt: z.string(),
    }),
  ),
  pagination: z.object({
    total: z.int(),
    limit: z.int(),
    offset: z.int().nullable(),
    nextCursor: z.string().nullable(),
  }),
});

async function list({ chargeBoxId }: Station, query = '') {
  const { status, body } = await account.get(`/chargers/${chargeBoxId}/security-events${query}`);
  expect(status).toBe(200);
  return Events.parse(body);
}

test('#314 X-U01 a burst of 100 queued events with old times: each answered {}, their order kept', async () => {
  const station = await Station.booted(account);
  // Its clock was set back in between: the times do not rise, the order of arrival counts.
  const times = Array.from({ length: 100 }, (_, at) => Date.UTC(2024, 0, 1 + (at % 50), 12, at % 60));
  const sent = times.map((at, index) => ({
    type: index % 2 === 0 ? 'ResetOrReboot' : 'com.example.DoorOpened',
    timestamp: new Date(at).toISOString(),
    techInfo: `event ${index}`,
  }));
  for (const event of sent) expect(await station.call('SecurityEventNotification', event)).toEqual({});
  await server.evict('Charger', station.chargeBoxId.toLowerCase());
  const first = await list(station, '?limit=60');
  expect(first.pagination).toMatchObject({ total: 100, limit: 60, offset: 0 });
  const second = await list(station, `?limit=60&cursor=${first.pagination.nextCursor ?? ''}`);
  expect(second.pagination).toMatchObject({ total: 100, offset: null, nextCursor: null });
  const all = [...first.securityEvents, ...second.securityEvents];
  expect(all.map(({ techInfo }) => techInfo)).toEqual(sent.map(({ techInfo }) => techInfo).reverse());
  expect(all.map(({ number }) => number)).toEqual(sent.map((_event, index) => 100 - index));
  expect(all.map(({ timestamp }) => Date.parse(timestamp))).toEqual([...times].reverse());
  expect(all.every(({ type, isCritical }) => isCritical === (type === 'ResetOrReboot'))).toBe(true);
  expect((await list(station, '?limit=1&offset=99')).securityEvents).toMatchObject([{ techInfo: 'event 0' }]);
  await station.close();
});

test('the last 1,000 events of a charger are kept', async () => {
  const station = await Station.booted(account);
  const notify = (type: string) =>
    station.call('SecurityEventNotification', { type, timestamp: new Date().toISOString() });
  await notify('StartupOfTheDevice');
  await server.objectRows(
    'Charger',
    station.chargeBoxId.toLowerCase(),
    `INSERT INTO security_events (slot, number, data)
     SELECT value % 1000, value,
       json_object('number', value, 'type', 'InvalidMessages', 'at', 0, 'techInfo', NULL, 'receivedAt', 0)
     FROM (WITH RECURSIVE n(value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM n WHERE value < 1000)
       SELECT value FROM n)`,
  );
  await notify('MemoryExhaustion');
  const newest = await list(station, '?limit=1');
  expect(newest).toMatchObject({
    securityEvents: [{ number: 1_001, type: 'MemoryExhaustion', isCritical: true }],
    pagination: { total: 1_000 },
  });
  expect((await list(station, '?limit=1&offset=999')).securityEvents).toMatchObject([{ number: 2 }]);
  expect((await list(station, '?limit=1&offset=1000')).securityEvents).toEqual([]);
  await station.close();
});

test('a charger of another account has no security events', async () => {
  const station = await Station.booted(account);
  const stranger = await newAccount(server);
  for (const path of ['security-events', 'certificates/charge-point', 'certificates?source=memory'])
    expect((await stranger.get(`/chargers/${station.chargeBoxId}/${path}`)).status).toBe(404);
  await station.close();
});
