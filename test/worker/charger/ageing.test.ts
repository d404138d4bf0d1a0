import { runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { exportKey } from '../../../src/contracts/exports.ts';
import { brokenBucket } from '../../support/worker/broken-bindings.ts';
import { bootOf, meter, reportStatus, start, stop } from '../../support/worker/charging-session.ts';
import { newSite, registerIdTag, settle, type Site } from '../../support/worker/charging-site.ts';
import { exportsOf } from '../../support/worker/exports-of.ts';
import { eventually } from '../../support/worker/eventually.ts';
import { countRows } from '../../support/worker/row-counter.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';
import { startClock } from '../../support/worker/test-clock.ts';

const DAY_MS = 86_400_000;
const SAMPLES = 5;

/** A charger with a finished session of a few samples. */
async function newMeteredCharger(account: Record<string, unknown> = {}) {
  const site = await newSite();
  const changed = await site.account.call('PATCH', '/api/v1/account', { name: 'Metered', ...account });
  expect(changed.status).toBe(200);
  await registerIdTag(site, 'USER-001');
  const clock = startClock(site.object, site.log);
  const charger = await connectScriptedCharger(site.chargeBoxId);
  await bootOf(charger);
  await reportStatus(charger, 'Available');
  const charge = async () => {
    const ocppTransactionId = await start(charger, 'USER-001', 1_000);
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      await clock.moveTo(Date.now() + 60_000);
      await meter(charger, ocppTransactionId, 1_000 + 100 * sample);
    }
    return ocppTransactionId;
  };
  /** The first message of a day so many days later, and all that it sweeps. */
  const nextMessageAfter = async (days: number) => {
    await clock.moveTo(Date.now() + days * DAY_MS);
    await charger.call('Heartbeat', {});
    await settle(site);
  };
  const ocppTransactionId = await charge();
  await stop(charger, ocppTransactionId, 1_000 + 100 * SAMPLES);
  await settle(site);
  const [transactionId = ''] = await transactionIds(site);
  return { site, charger, clock, charge, nextMessageAfter, transactionId };
}

const Transactions = z.object({
  transactions: z.array(z.object({ transactionId: z.string(), energyDelivered: z.number().nullable() })),
});

async function transactionsOf(site: Site) {
  const { body } = await site.account.call('GET', '/api/v1/transactions');
  return Transactions.parse(body).transactions;
}

async function transactionIds(site: Site): Promise<string[]> {
  return (await transactionsOf(site)).map(({ transactionId }) => transactionId);
}

const Values = z.object({ meterValues: z.array(z.object({ timestamp: z.string(), raw: z.unknown() })) });

async function meterValuesOf(site: Site, transactionId: string) {
  const { body } = await site.account.call('GET', `/api/v1/transactions/${transactionId}/meter-values`);
  return Values.parse(body).meterValues;
}

function countsOf({ object }: Site) {
  return runInDurableObject(object, (_, { storage: { sql } }) =>
    Object.fromEntries(
      ['meter_values', 'older_meter_values', 'meter_packs', 'commands', 'transactions'].map((table) => [
        table,
        sql.exec(`SELECT count(*) AS count FROM ${table}`).one()['count'],
      ]),
    ),
  );
}

test('samples are packed after a month, read as before, and gone when their days are over', async () => {
  const { site, nextMessageAfter, transactionId } = await newMeteredCharger();
  const before = await meterValuesOf(site, transactionId);
  expect(before).toHaveLength(3 * SAMPLES);

  await nextMessageAfter(31);
  await eventually(() => countsOf(site)).toMatchObject({
    meter_values: 0,
    older_meter_values: 0,
    meter_packs: 1,
  });
  expect(await meterValuesOf(site, transactionId)).toEqual(before);

  await nextMessageAfter(360);
  expect(await meterValuesOf(site, transactionId)).toEqual(before);
  await nextMessageAfter(10);
  await eventually(() => countsOf(site)).toMatchObject({ meter_packs: 0 });
  expect(await meterValuesOf(site, transactionId)).toEqual([]);
  expect(await transactionsOf(site)).toMatchObject([{ transactionId, energyDelivered: 0.5 }]);
});

test('a session that runs while the table of samples turns keeps every sample and its energy', async () => {
  const { site, charger, clock, charge, nextMessageAfter, transactionId } = await newMeteredCharger();
  await clock.moveTo(Date.now() + 29 * DAY_MS);
  const running = await charge();
  await nextMessageAfter(2);
  await eventually(() => countsOf(site)).toMatchObject({ meter_values: 0, older_meter_values: 2 * SAMPLES });
  await meter(charger, running, 9_000);
  await nextMessageAfter(9);
  expect(await countsOf(site)).toMatchObject({ older_meter_values: 2 * SAMPLES, meter_packs: 0 });

  await stop(charger, running, 9_500);
  await settle(site);
  const [newest] = await transactionsOf(site);
  expect(newest?.energyDelivered).toBe(8.5);
  await nextMessageAfter(1);
  await eventually(() => countsOf(site)).toMatchObject({
    meter_values: 1,
    older_meter_values: 0,
    meter_packs: 1,
  });
  expect(await meterValuesOf(site, newest?.transactionId ?? '')).toHaveLength(3 * (SAMPLES + 1));
  expect(await meterValuesOf(site, transactionId)).toHaveLength(3 * SAMPLES);
});

test('row numbers go on in a new table: a session after the turn has its own samples', async () => {
  const { site, charger, charge, nextMessageAfter, transactionId } = await newMeteredCharger();
  await nextMessageAfter(31);
  await eventually(() => countsOf(site)).toMatchObject({ meter_packs: 1 });
  await stop(charger, await charge(), 1_500);
  await settle(site);
  const [newest = '', oldest] = await transactionIds(site);
  expect(oldest).toBe(transactionId);
  expect(await meterValuesOf(site, newest)).toHaveLength(3 * SAMPLES);
  expect(await meterValuesOf(site, transactionId)).toHaveLength(3 * SAMPLES);
});

test('with export on, samples and commands lie in R2 before they are deleted', async () => {
  const { site, charger, nextMessageAfter } = await newMeteredCharger({
    export: true,
    retention: { meterValueDays: 40, commandDays: 20 },
  });
  charger.willAnswer('ClearCache', { status: 'Accepted' });
  const cleared = await site.account.call('POST', `/api/v1/chargers/${site.chargeBoxId}/cache/clear`, {});
  expect(cleared.status).toBe(200);
  await agedCommands(site, Date.now());
  await nextMessageAfter(31);
  await nextMessageAfter(10);
  await eventually(() => countsOf(site)).toMatchObject({ meter_packs: 0, commands: 0 });
  expect(await exportsOf(site, 'meter-values')).toMatchObject([
    {
      key: exportKey(site.accountId, 'meter-values', site.chargerId, 1, SAMPLES),
      lines: Array.from({ length: SAMPLES }, (_, index) => ({ row: index + 1, connectorId: 1 })),
    },
  ]);
  expect(await exportsOf(site, 'commands')).toMatchObject([{ lines: [{ action: 'ClearCache' }] }]);
});

test('what could not be exported is not deleted, and goes another day', async () => {
  const { site, nextMessageAfter } = await newMeteredCharger({
    export: true,
    retention: { meterValueDays: 40 },
  });
  await nextMessageAfter(31);
  await eventually(() => countsOf(site)).toMatchObject({ meter_packs: 1 });
  const { restore, tries } = await brokenBucket(site.object);
  await nextMessageAfter(10);
  await eventually(() => tries.length).toBeGreaterThan(0);
  expect(await countsOf(site)).toMatchObject({ meter_packs: 1 });
  restore();
  await nextMessageAfter(1);
  await eventually(() => countsOf(site)).toMatchObject({ meter_packs: 0 });
});

test('with export on, a charger that is deleted leaves its samples in R2; without R2 it is not deleted', async () => {
  const { site, charger, charge, nextMessageAfter } = await newMeteredCharger({ export: true });
  await nextMessageAfter(31);
  await eventually(() => countsOf(site)).toMatchObject({ meter_packs: 1 });
  await stop(charger, await charge(), 1_500);
  await settle(site);
  const path = `/api/v1/chargers/${site.chargeBoxId}`;
  const { restore } = await brokenBucket(site.object);
  expect((await site.account.call('DELETE', path)).status).toBe(503);
  restore();
  expect((await site.account.call('DELETE', path)).status).toBe(200);
  const files = await exportsOf(site, 'meter-values');
  expect(files.flatMap(({ lines }) => lines)).toMatchObject(
    Array.from({ length: 2 * SAMPLES }, (_, index) => ({ row: index + 1 })),
  );
});

test('the first message of a day sweeps, the others cost nothing; with nothing aged a sweep writes no row', async () => {
  const { site, clock, charger } = await newMeteredCharger();
  await clock.moveTo(Date.now() + 2 * DAY_MS);
  const object = await countRows(site.object);
  const day = await object.measure(async () => {
    await charger.call('Heartbeat', {});
  });
  const minute = await object.measure(async () => {
    await clock.moveTo(Date.now() + 60_000);
    await charger.call('Heartbeat', {});
  });
  expect(day).toMatchObject({ rows: 0, alarms: 0 });
  expect(minute).toMatchObject({ rows: 0, rowsRead: 0 });
  expect(day.rowsRead).toBeLessThanOrEqual(10);
});

/** Gives all commands the age that their ids show: ids are made from the real clock, which these tests are ahead of. */
async function agedCommands({ object }: Site, at: number): Promise<void> {
  await runInDurableObject(object, (_, { storage: { sql } }) => {
    sql.exec(
      "UPDATE commands SET command_id = 'cmd_' || ? || substr(command_id, 17)",
      at.toString(16).padStart(12, '0'),
    );
  });
}
