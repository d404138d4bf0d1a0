import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import type { ChargerEventBody } from '../../../src/contracts/charger-event.ts';
import { newAccount, newCharger, type TestAccount } from '../../support/worker/api-client.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';
import { eventsOf } from '../../support/worker/projected-events.ts';

const UNKNOWN = '/api/v1/id-tags/unknown';

let account: TestAccount;
let chargeBoxId: string;
let events: ReturnType<typeof eventsOf>;

beforeEach(async () => {
  account = await newAccount();
  const charger = await newCharger(account);
  chargeBoxId = charger.chargeBoxId;
  events = eventsOf({ accountId: account.accountId, ...charger });
});

function refused(idTag: string, status = 'Invalid'): ChargerEventBody {
  return { event: 'idtag.refused', data: { idTag, status, reason: 'This id tag is not registered.' } };
}

test('what was presented and refused is listed, presented last first, with where and how often', async () => {
  await events.project(events.number([refused('One'), refused('ONE'), refused('Two', 'Accepted')]));
  await events.project(events.number([refused('one')]));
  expect((await account.call('GET', UNKNOWN)).body).toMatchObject({
    idTags: [
      {
        idTag: 'one',
        chargeBoxId,
        status: 'Invalid',
        count: 3,
        firstAt: '2025-01-15T10:30:01Z',
        lastAt: '2025-01-15T10:30:04Z',
      },
      { idTag: 'Two', status: 'Accepted', count: 1 },
    ],
    pagination: { total: 2, nextCursor: null },
  });
  expect((await (await newAccount()).call('GET', UNKNOWN)).body).toMatchObject({ idTags: [] });
});

test('a batch that comes again counts nothing twice and writes nothing', async () => {
  const batch = events.number([refused('One'), refused('One')]);
  await events.project(batch);
  const { db, counts } = countingDatabase(env.DB);
  await events.project(batch, db);
  expect(counts.rowsWritten).toBe(0);
  expect((await account.call('GET', UNKNOWN)).body).toMatchObject({ idTags: [{ count: 2 }] });
});

test('a tag that is presented again writes two rows', async () => {
  await events.project(events.number([refused('One')]));
  const { db, counts } = countingDatabase(env.DB);
  await events.project(events.number([refused('One')]), db);
  expect(counts.rowsWritten).toBe(2);
});

test('a registered tag is none of them: refused later, or registered later', async () => {
  await account.call('POST', '/api/v1/id-tags', { idTag: 'Blocked', status: 'blocked' });
  await events.project(events.number([refused('BLOCKED', 'Blocked'), refused('New')]));
  expect((await account.call('GET', UNKNOWN)).body).toMatchObject({ idTags: [{ idTag: 'New' }] });
  await account.call('POST', '/api/v1/id-tags/import', [{ idTag: 'new' }]);
  expect((await account.call('GET', UNKNOWN)).body).toMatchObject({ idTags: [] });
});

test('an account keeps the last thousand', async () => {
  for (let batch = 0; batch < 3; batch += 1) {
    await events.project(
      events.number(Array.from({ length: 340 }, (_, index) => refused(`T-${batch}-${index}`))),
    );
  }
  const first = await account.call('GET', `${UNKNOWN}?limit=1`);
  expect(first.body).toMatchObject({ idTags: [{ idTag: 'T-2-339' }], pagination: { total: 1_000 } });
  expect((await account.call('GET', `${UNKNOWN}?limit=1&offset=999`)).body).toMatchObject({
    idTags: [{ idTag: 'T-0-20' }],
    pagination: { nextCursor: null },
  });
});

test('pages join without a hole or a double', async () => {
  await events.project(events.number(['A', 'B', 'C'].map((idTag) => refused(idTag))));
  const page = await account.call('GET', `${UNKNOWN}?limit=2`);
  expect(page.body).toMatchObject({ idTags: [{ idTag: 'C' }, { idTag: 'B' }] });
  const { pagination } = z.object({ pagination: z.object({ nextCursor: z.string() }) }).parse(page.body);
  expect(
    (await account.call('GET', `${UNKNOWN}?limit=2&cursor=${pagination.nextCursor}`)).body,
  ).toMatchObject({
    idTags: [{ idTag: 'A' }],
    pagination: { nextCursor: null },
  });
});
