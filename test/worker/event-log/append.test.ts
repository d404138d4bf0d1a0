import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { type EventBatch } from '../../../src/contracts/charger-event.ts';
import { loggedEvents, newSite } from '../../support/worker/charging-site.ts';
import { eventsOf, statusChanged, transactionBody } from '../../support/worker/projected-events.ts';

const STATUSES = ['Available', 'Preparing', 'Charging', 'SuspendedEV', 'Finishing'];

async function newLog() {
  const site = await newSite();
  const { chargerId, chargeBoxId, log } = site;
  const { number } = eventsOf(site);
  const events = number(STATUSES.map((status) => statusChanged(1, status)));
  const append = (from: number, to: number) =>
    log.append({ chargerId, chargeBoxId, events: events.slice(from - 1, to) });
  const sequences = async () => (await loggedEvents(site)).map(({ event }) => event.sequence);
  return { site, number, append, sequences };
}

test('a batch that comes again, or overlaps with the last one, is taken once (chargerId, sequence)', async () => {
  const { append, sequences } = await newLog();
  expect(await append(1, 2)).toEqual({ through: 2 });
  expect(await append(1, 2)).toEqual({ through: 2 });
  expect(await append(2, 4)).toEqual({ through: 4 });
  expect(await append(1, 3)).toEqual({ through: 4 });
  expect(await append(5, 5)).toEqual({ through: 5 });
  expect(await sequences()).toEqual([1, 2, 3, 4, 5]);
});

test('what a log holds it still knows after an eviction', async () => {
  const { site, append, sequences } = await newLog();
  await append(1, 3);
  await evictDurableObject(site.log);
  expect(await append(1, 5)).toEqual({ through: 5 });
  expect(await sequences()).toEqual([1, 2, 3, 4, 5]);
});

test('batches that come at the same time are taken in order, once', async () => {
  const { append, sequences } = await newLog();
  await Promise.all([append(1, 3), append(1, 3), append(1, 5), append(4, 5)]);
  expect(await sequences()).toEqual([1, 2, 3, 4, 5]);
});

test('an empty batch changes nothing and says how far the log has come', async () => {
  const { append, sequences } = await newLog();
  expect(await append(1, 0)).toEqual({ through: 0 });
  await append(1, 2);
  expect(await append(1, 0)).toEqual({ through: 2 });
  expect(await sequences()).toEqual([1, 2]);
});

test('a hole in a charger’s numbers is noted, and what did come is kept and shown', async () => {
  const { site, append, sequences } = await newLog();
  await append(1, 2);
  expect(await append(4, 5)).toEqual({ through: 5 });
  expect(await sequences()).toEqual([1, 2, 4, 5]);
  expect(await append(4, 5)).toEqual({ through: 5 });
  await evictDurableObject(site.log);
  expect(await site.log.state()).toEqual({
    last: 4,
    projected: 4,
    gaps: [{ chargerId: site.chargerId, after: 2, before: 4, noticedAt: expect.any(Number) }],
  });
  expect((await site.account.call('GET', '/api/v1/chargers?connectorStatus=Finishing')).body).toMatchObject({
    chargers: [{ chargeBoxId: site.chargeBoxId }],
  });
});

test('holes at the beginning and within a batch are noted, each once', async () => {
  const { site, number } = await newLog();
  const { chargerId, chargeBoxId, log } = site;
  const events = number(STATUSES.map((status) => statusChanged(2, status)));
  // Numbered 6 to 10: the log has never heard of this charger.
  const batch = { chargerId, chargeBoxId, events: events.filter(({ sequence }) => sequence !== 8) };
  await Promise.all([log.append(batch), log.append(batch)]);
  const { gaps } = await log.state();
  expect(gaps.map(({ after, before }) => [after, before])).toEqual([
    [0, 6],
    [7, 9],
  ]);
});

test('a log without a hole knows of none', async () => {
  const { site, append } = await newLog();
  await Promise.all([append(1, 3), append(2, 5), append(1, 5)]);
  expect(await site.log.state()).toEqual({ last: 5, projected: 5, gaps: [] });
});

test('the chargers of an account share one order, and each of them keeps its own', async () => {
  const { site } = await newLog();
  const chargers = ['chg_a', 'chg_b', 'chg_c'].map((chargerId) => ({
    chargerId,
    chargeBoxId: chargerId,
    events: eventsOf({ ...site, chargerId }).number(STATUSES.map((status) => statusChanged(1, status))),
  }));
  const batches = STATUSES.flatMap((_, at) =>
    chargers.map((charger): EventBatch => ({ ...charger, events: charger.events.slice(at, at + 2) })),
  );
  await Promise.all(batches.map((batch) => site.log.append(batch)));
  const logged = await loggedEvents(site);
  expect(logged).toHaveLength(chargers.length * STATUSES.length);
  for (const { chargerId } of chargers) {
    const own = logged.filter((event) => event.chargerId === chargerId);
    expect(own.map(({ event }) => event.sequence)).toEqual([1, 2, 3, 4, 5]);
  }
});

test('accounts have logs of their own', async () => {
  const [one, other] = [await newLog(), await newLog()];
  await one.append(1, 3);
  expect(await other.sequences()).toEqual([]);
});

test('a batch that is answered is in D1, and one that comes again is not counted twice', async () => {
  const { site, number } = await newLog();
  const { chargerId, chargeBoxId, log } = site;
  const data = transactionBody({ transactionId: `txn_${chargerId}`, chargeBoxId });
  const batch = {
    chargerId,
    chargeBoxId,
    events: number([{ event: 'transaction.started', data }]).slice(-1),
  };
  await log.append(batch);
  await log.append(batch);
  const row = await env.DB.prepare('SELECT transaction_count AS total FROM accounts WHERE account_id = ?')
    .bind(site.accountId)
    .first();
  expect(row).toEqual({ total: 1 });
});
