import { expect, test } from 'vitest';
import * as z from 'zod';
import { accountIdOf, register } from '../../support/account.ts';
import { boot, meterValues, start } from '../../support/charger-messages.ts';
import { inParallel } from '../../support/in-parallel.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { RawCharger } from '../../support/raw-charger.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';

const server = sharedServer();

const Started = z.strictObject({
  transactionId: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  idTagInfo: z.strictObject({ status: z.string(), parentIdTag: z.string().optional() }),
});
const Total = z.looseObject({ pagination: z.looseObject({ total: z.int() }) });

/** Waits until the account's list counts this many transactions. */
async function expectTotal(account: Awaited<ReturnType<typeof newAccount>>, total: number): Promise<void> {
  const count = async () => Total.parse((await account.get('/transactions?limit=1')).body).pagination.total;
  await expect.poll(count, { timeout: 20_000, interval: 200 }).toBe(total);
}

test('#109 1,000 chargers that connect at once and boot are all accepted, and each has its own transaction', async () => {
  const account = await newAccount(server);
  const ids = Array.from({ length: 1_000 }, () => unique('CP'));
  console.time('register');
  const registered = await inParallel(ids, 20, (id) => register(account, id));
  console.timeEnd('register'); console.time('connect');
  const chargers = await Promise.all(
    ids.map(async (chargeBoxId, index) => {
      const charger = await RawCharger.connect(server.url, chargeBoxId);
      const [, , booted] = await charger.call('BootNotification', boot());
      const [, , started] = await charger.call('StartTransaction', start({ meterStart: index }));
      return { chargeBoxId, charger, booted, number: Started.parse(started).transactionId };
    }),
  );
  expect(chargers.filter(({ booted }) => Object(booted).status !== 'Accepted')).toEqual([]);
  console.timeEnd('connect');console.time('t');
  await expectTotal(account, 1_000);console.timeEnd('t');
  const [first] = registered;
  const rows = await server.databaseRows(
    `SELECT body ->> '$.chargeBoxId' AS chargeBoxId, body ->> '$.ocppTransactionId' AS number,
       body ->> '$.meterStart' AS meterStart
     FROM transactions WHERE account_id = ?`,
    await accountIdOf(server, { id: first?.id ?? '' }),
  );
  const shown = rows.map((row) => `${row['chargeBoxId']} ${row['number']} ${row['meterStart']}`);
  const expected = chargers.map(({ chargeBoxId, number }, index) => `${chargeBoxId} ${number} ${index}`);
  expect(shown.toSorted()).toEqual(expected.toSorted());
  await expect
    .poll(() => account.get('/chargers?status=online&limit=1'), { timeout: 10_000, interval: 100 })
    .toMatchObject({ body: { pagination: { total: 1_000 } } });
  for (const { charger } of chargers) expect(charger.frames).toHaveLength(2);
  await inParallel(chargers, 50, ({ charger }) => charger.terminate());
}, 60_000);

test('#172 10,000 starts of 50 chargers in parallel: numbers unique in each charger, public ids unique everywhere', async () => {
  const account = await newAccount(server);
  const chargers = await inParallel(Array.from({ length: 50 }), 10, () => onlineCharger(account));
  const minute = (count: number) => new Date(Date.UTC(2025, 0, 1, 0, count)).toISOString();
  await (await import('../../support/id-tags.ts')).registerCaseTags(account);
  console.time('starts');
  const numbers = await Promise.all(
    chargers.map(async ({ charger }) => {
      const given: number[] = [];
      for (let count = 0; count < 200; count += 1) {
        const [, , started] = await charger.call('StartTransaction', start({ idTag: 'VALID1', timestamp: minute(count) }));
        given.push(Started.parse(started).transactionId);
      }
      return given;
    }),
  );
  console.timeEnd('starts'); console.time('total');
  expect(numbers.map((given) => new Set(given).size)).toEqual(numbers.map(() => 200));
  // Two sessions of one public id would be one row.
  await expectTotal(account, 10_000); console.timeEnd('total');
  const [first] = chargers;
  const [row] = await server.databaseRows(
    `SELECT COUNT(*) AS rows, COUNT(DISTINCT transaction_id) AS ids,
       COUNT(DISTINCT folded_id || ' ' || (body ->> '$.ocppTransactionId')) AS numbers
     FROM transactions WHERE account_id = ?`,
    await accountIdOf(server, { id: first?.registered.id ?? '' }),
  );
  expect(row).toEqual({ rows: 10_000, ids: 10_000, numbers: 10_000 });
  await inParallel(chargers, 50, ({ charger }) => charger.close());
}, 120_000);

test('#160 the time in a heartbeat’s answer is right under load, in UTC with Z', async () => {
  const account = await newAccount(server);
  const { charger } = await onlineCharger(account);
  const busy = await inParallel(Array.from({ length: 20 }), 5, () => onlineCharger(account));
  let isLoaded = true;
  const load = busy.map(async ({ charger: other }, index) => {
    for (let count = 0; isLoaded; count += 1) {
      await other.call('MeterValues', meterValues(1, undefined, '2025-01-15T10:40:00Z', index + count));
    }
  });
  for (let count = 0; count < 100; count += 1) {
    const sentAt = Date.now();
    const [, , confirmation] = await charger.call('Heartbeat', {});
    const { currentTime } = confirmation as { currentTime: string };
    expect(currentTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    // Between the question and its answer, give or take what a clock shows.
    expect(Date.parse(currentTime)).toBeGreaterThan(sentAt - 1_000);
    expect(Date.parse(currentTime)).toBeLessThan(Date.now() + 1_000);
    expect(Date.now() - Date.parse(currentTime)).toBeLessThan(1_000);
  }
  isLoaded = false;
  await Promise.all(load);
  for (const { charger: other } of busy) await other.close();
  await charger.close();
}, 60_000);
