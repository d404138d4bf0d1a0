import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { accountIdOf, register } from '../../support/account.ts';
import { BareLink } from '../../support/bare-link.ts';
import { boot, meterValues, start } from '../../support/charger-messages.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { inParallel } from '../../support/in-parallel.ts';
import type { RestClient } from '../../support/rest-client.ts';
import { newAccount, type OwnServer, startServer, unique } from '../../support/server.ts';

let server: OwnServer;
let account: RestClient;

beforeAll(async () => {
  server = await startServer();
  account = await newAccount(server);
  await registerCaseTags(account);
});

afterAll(() => server.remove());

const Booted = z.strictObject({
  status: z.literal('Accepted'),
  currentTime: z.iso.datetime(),
  interval: z.int().min(1),
});
const Started = z.strictObject({
  transactionId: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  idTagInfo: z.strictObject({ status: z.literal('Accepted'), parentIdTag: z.literal('GRP') }),
});
const Beat = z.strictObject({ currentTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/) });
const Total = z.looseObject({ pagination: z.looseObject({ total: z.int() }) });

/** Waits until a list counts so many. */
async function expectTotal(path: string, total: number): Promise<void> {
  const count = async () => Total.parse((await account.get(path)).body).pagination.total;
  await expect.poll(count, { timeout: 15_000, interval: 200 }).toBe(total);
}

async function begin(link: BareLink, fields: Parameters<typeof start>[0]): Promise<number> {
  const confirmation = await link.call('StartTransaction', start({ idTag: 'VALID1', ...fields }));
  return Started.parse(confirmation).transactionId;
}

async function registerMany(count: number) {
  const ids = Array.from({ length: count }, () => unique('CP'));
  const [first] = await inParallel(ids, 10, (id) => register(account, id));
  return { ids, accountId: await accountIdOf(server, { id: first?.id ?? '' }) };
}

test('#109 X-T32: 1,000 chargers that connect at once and boot are all accepted, and each has its own transaction', async () => {
  const { ids, accountId } = await registerMany(1_000);
  const chargers = await Promise.all(
    ids.map(async (chargeBoxId, index) => {
      const link = await BareLink.connect(server.url, chargeBoxId);
      Booted.parse(await link.call('BootNotification', boot()));
      return { chargeBoxId, link, index, number: await begin(link, { meterStart: index }) };
    }),
  );
  await expectTotal('/transactions?limit=1', 1_000);
  await expectTotal('/chargers?status=online&limit=1', 1_000);
  const rows = await server.databaseRows(
    `SELECT body ->> '$.chargeBoxId' AS id, body ->> '$.ocppTransactionId' AS number,
       body ->> '$.meterStart' AS meter_start
     FROM transactions WHERE account_id = ?`,
    accountId,
  );
  const shown = rows.map((row) => JSON.stringify([row['id'], row['number'], row['meter_start']]));
  const given = chargers.map(({ chargeBoxId, number, index }) =>
    JSON.stringify([chargeBoxId, number, index]),
  );
  expect(shown.toSorted()).toEqual(given.toSorted());
  expect(chargers.filter(({ link }) => link.received !== 2)).toEqual([]);
  for (const { link } of chargers) link.terminate();
}, 60_000);

test('#172 X-X03: 10,000 starts of 50 chargers in parallel: numbers unique in each charger, public ids unique everywhere', async () => {
  const { ids, accountId } = await registerMany(50);
  const links = await Promise.all(ids.map((id) => BareLink.connect(server.url, id)));
  const minute = (count: number) => new Date(Date.UTC(2025, 0, 1, 0, count)).toISOString();
  const numbers = await Promise.all(
    links.map(async (link) => {
      const given = new Set<number>();
      for (let count = 0; count < 200; count += 1) given.add(await begin(link, { timestamp: minute(count) }));
      return given;
    }),
  );
  expect(numbers.filter(({ size }) => size !== 200)).toEqual([]);
  // Two sessions of one public id would be one row.
  const count = async () => {
    const [row] = await server.databaseRows(
      `SELECT COUNT(*) AS rows, COUNT(DISTINCT transaction_id) AS ids,
         COUNT(DISTINCT folded_id || ' ' || (body ->> '$.ocppTransactionId')) AS numbers
       FROM transactions WHERE account_id = ? AND start_time < ?`,
      accountId,
      Date.UTC(2025, 0, 2),
    );
    return row;
  };
  await expect
    .poll(count, { timeout: 15_000, interval: 200 })
    .toEqual({ rows: 10_000, ids: 10_000, numbers: 10_000 });
  for (const link of links) link.terminate();
}, 120_000);

test('#160 X-B13: the time in a heartbeat’s answer is right under load, in UTC with Z', async () => {
  const { ids } = await registerMany(21);
  const [link, ...busy] = await Promise.all(ids.map((id) => BareLink.connect(server.url, id)));
  let isLoaded = true;
  const load = busy.map(async (other) => {
    for (let count = 0; isLoaded; count += 1) {
      await other.call('MeterValues', meterValues(1, undefined, '2025-01-15T10:40:00Z', count));
    }
    other.terminate();
  });
  for (let count = 0; count < 200; count += 1) {
    const { currentTime } = Beat.parse(await link?.call('Heartbeat', {}));
    expect(Math.abs(Date.parse(currentTime) - Date.now())).toBeLessThan(1_000);
  }
  isLoaded = false;
  await Promise.all(load);
  link?.terminate();
}, 60_000);
