import { runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { newSite } from '../../support/worker/charging-site.ts';
import { countRows } from '../../support/worker/row-counter.ts';

test.each([
  ['an INTEGER key', 'n INTEGER PRIMARY KEY, d TEXT', '', 1],
  ['WITHOUT ROWID', 'n TEXT PRIMARY KEY, d TEXT', 'WITHOUT ROWID', 1],
  ['a TEXT key, which is an index', 'n TEXT PRIMARY KEY, d TEXT', '', 2],
  ['an INTEGER key and an index', 'n INTEGER PRIMARY KEY, d TEXT UNIQUE', '', 2],
])('the counter sees what an insert writes with %s', async (_, columns, options, rows) => {
  const { object } = await newSite();
  const counter = await countRows(object);
  await runInDurableObject(object, (_instance, { storage }) => {
    storage.sql.exec(`CREATE TABLE counted (${columns}) ${options}`);
  });
  const bill = await counter.measure(() =>
    runInDurableObject(object, (_instance, { storage }) => {
      storage.sql.exec("INSERT INTO counted VALUES (1, 'a')");
    }),
  );
  expect(bill).toMatchObject({ rows, alarms: 0 });
});

test('the counter sees rows that a cursor writes as it is read, and those of a DELETE, a transaction and an alarm', async () => {
  const { object } = await newSite();
  const counter = await countRows(object);
  await runInDurableObject(object, (_, { storage }) => {
    storage.sql.exec('CREATE TABLE counted (n INTEGER PRIMARY KEY)');
  });
  const bill = await counter.measure(() =>
    runInDurableObject(object, async (_, { storage }) => {
      storage.transactionSync(() => {
        storage.sql.exec('INSERT INTO counted VALUES (1), (2), (3) RETURNING n').toArray();
        storage.sql.exec('DELETE FROM counted WHERE n > 1');
        storage.sql.exec('UPDATE counted SET n = 7');
      });
      await storage.setAlarm(Date.now() + 3_600_000);
      await storage.deleteAlarm();
    }),
  );
  expect(bill).toMatchObject({ rows: 6, alarms: 1 });
});

test('the counter goes on in the instance that follows an eviction, and cannot miss one', async () => {
  const { object } = await newSite();
  const counter = await countRows(object);
  const bill = await counter.measure(async () => {
    const amend = (text: string) =>
      runInDurableObject(object, (_, { storage }) => {
        storage.sql.exec('UPDATE facts SET data = data || ?', text);
      });
    await amend('');
    await counter.evict();
    await amend('');
  });
  expect(bill.rows).toBe(2);
});
