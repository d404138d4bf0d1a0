import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { brokenBucket } from '../../support/worker/broken-bindings.ts';
import { bootOf, reportStatus, start, stop } from '../../support/worker/charging-session.ts';
import {
  loggedEvents,
  newSite,
  registerIdTag,
  settle,
  type Site,
} from '../../support/worker/charging-site.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { exportsOf } from '../../support/worker/exports-of.ts';
import { countRows } from '../../support/worker/row-counter.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';
import { startClock } from '../../support/worker/test-clock.ts';

const DAY_MS = 86_400_000;

/** A charger whose account keeps its events for 40 days, and tells something on many of them. */
async function newTalkingCharger(account: Record<string, unknown> = {}) {
  const site = await newSite();
  await registerIdTag(site, 'USER-001');
  const clock = startClock(site.object, site.log);
  await site.account.call('PATCH', '/api/v1/account', { retention: { eventDays: 40 }, ...account });
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  let isAvailable = false;
  /** A status that is told so many days later, and all that it sweeps. */
  const tellAfter = async (days: number) => {
    await clock.moveTo(Date.now() + days * DAY_MS);
    isAvailable = !isAvailable;
    await reportStatus(charger, isAvailable ? 'Available' : 'Preparing');
    await settle(site);
  };
  const charge = async () => {
    const ocppTransactionId = await start(charger, 'USER-001', 1_000);
    await stop(charger, ocppTransactionId, 2_000);
    await settle(site);
  };
  await tellAfter(0);
  return { site, charger, clock, tellAfter, charge };
}

const Tables = z.array(z.object({ name: z.string() }));

async function eventTables({ log }: Site): Promise<string[]> {
  const rows = await runInDurableObject(log, (_, { storage: { sql } }) =>
    sql.exec("SELECT name FROM sqlite_master WHERE name GLOB 'events*' ORDER BY name").toArray(),
  );
  return Tables.parse(rows).map(({ name }) => name);
}

async function oldestDays(site: Site): Promise<number> {
  const [first] = await loggedEvents(site);
  return first === undefined ? 0 : (Date.now() - first.event.at) / DAY_MS;
}

test('events go with the table that holds them when all in it are too old, and never much later', async () => {
  const { site, tellAfter } = await newTalkingCharger();
  for (let week = 1; week <= 12; week += 1) {
    await tellAfter(7);
    await eventually(() => oldestDays(site)).toBeLessThanOrEqual(40 + 7);
  }
  expect(await oldestDays(site)).toBeGreaterThan(33);
  expect((await eventTables(site)).length).toBeLessThanOrEqual(10);
});

test('numbers go on over tables and evictions, and history is read over all of them', async () => {
  const { site, tellAfter } = await newTalkingCharger();
  for (let week = 1; week <= 3; week += 1) {
    await tellAfter(7);
    await evictDurableObject(site.log);
  }
  await eventually(async () => (await eventTables(site)).length).toBeGreaterThan(2);
  const events = await loggedEvents(site);
  expect(events.map(({ event }) => event.sequence)).toEqual(events.map((_, index) => index + 1));
  const { body } = await site.account.call(
    'GET',
    `/api/v1/chargers/${site.chargeBoxId}/connectors/1/history?limit=50`,
  );
  expect(body).toMatchObject({ history: { length: 4 } });
});

test('dropping events costs no row for each of them', async () => {
  const { site, tellAfter, clock, charger } = await newTalkingCharger();
  for (let report = 0; report < 40; report += 1) await tellAfter(0);
  await tellAfter(7);
  const log = await countRows(site.log);
  const bill = await log.measure(async () => {
    await clock.moveTo(Date.now() + 45 * DAY_MS);
    await reportStatus(charger, 'Charging');
    await settle(site);
    await eventually(() => oldestDays(site)).toBeLessThan(1);
  });
  expect(bill.rows, JSON.stringify(bill.statements, null, 2)).toBeLessThan(45);
});

test('with export on, events and transactions lie in R2 before they are deleted', async () => {
  const { site, tellAfter, charge } = await newTalkingCharger({
    export: true,
    retention: { eventDays: 10, transactionDays: 20 },
  });
  await charge();
  await tellAfter(5);
  await tellAfter(30);
  await eventually(() => transactionsInD1(site)).toBe(0);
  await eventually(async () => (await exportsOf(site, 'events')).length).toBe(1);
  const [events] = await exportsOf(site, 'events');
  expect(events?.lines).toMatchObject([
    { number: 1, chargeBoxId: site.chargeBoxId, event: { event: 'charger.connected' } },
    { number: 2, event: { event: 'charger.boot' } },
    { event: { event: 'connector.status_changed' } },
    { event: { event: 'transaction.started' } },
    { event: { event: 'transaction.stopped' } },
    { event: { event: 'connector.status_changed' } },
  ]);
  expect(await exportsOf(site, 'transactions')).toMatchObject([
    { lines: [{ chargeBoxId: site.chargeBoxId, status: 'completed', energyDelivered: 1 }] },
  ]);
  const { body } = await site.account.call('GET', '/api/v1/transactions');
  expect(body).toMatchObject({ transactions: [], pagination: { total: 0 } });
});

test('what could not be exported is not deleted, and goes another day', async () => {
  const { site, tellAfter, charge } = await newTalkingCharger({
    export: true,
    retention: { transactionDays: 20 },
  });
  await charge();
  const { restore, tries } = await brokenBucket(site.log);
  await tellAfter(30);
  await eventually(() => tries.length).toBeGreaterThan(0);
  expect(await transactionsInD1(site)).toBe(1);
  restore();
  await tellAfter(1);
  await eventually(() => transactionsInD1(site)).toBe(0);
});

test('a running transaction does not age, and without days for them finished ones stay for ever', async () => {
  const { site, charger, tellAfter, charge } = await newTalkingCharger();
  await charge();
  await tellAfter(2_000);
  expect(await transactionsInD1(site)).toBe(1);
  await site.account.call('PATCH', '/api/v1/account', { retention: { transactionDays: 1 } });
  await eventually(() => transactionsInD1(site)).toBe(0);
  await start(charger, 'USER-001', 1_000);
  await settle(site);
  await tellAfter(10);
  await tellAfter(1);
  expect(await transactionsInD1(site)).toBe(1);
});

async function transactionsInD1({ accountId }: Site): Promise<number> {
  const row = await env.DB.prepare('SELECT count(*) AS total FROM transactions WHERE account_id = ?')
    .bind(accountId)
    .first();
  return z.object({ total: z.int() }).parse(row).total;
}
