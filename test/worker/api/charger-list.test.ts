import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { pageChargers } from '../../../src/d1/charger-pages.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';
import {
  errorOf,
  newAccount,
  newCharger,
  newChargeBoxId,
  type TestAccount,
} from '../../support/worker/api-client.ts';
import { eventsOf, statusChanged } from '../../support/worker/projected-events.ts';

const CHARGERS = '/api/v1/chargers';
const Page = z.object({
  chargers: z.array(z.object({ chargeBoxId: z.string() })),
  pagination: z.object({
    total: z.int().nullable(),
    limit: z.int(),
    offset: z.int().nullable(),
    nextCursor: z.string().nullable(),
  }),
});

async function readPage(account: TestAccount, query: string) {
  const answer = await account.call('GET', `${CHARGERS}?${query}`);
  expect(answer.status).toBe(200);
  const { chargers, pagination } = Page.parse(answer.body);
  return { ids: chargers.map((charger) => charger.chargeBoxId), pagination };
}

describe('a list of chargers', () => {
  let account: TestAccount;
  const ids: string[] = [];

  beforeAll(async () => {
    account = await newAccount();
    for (let number = 0; number < 5; number += 1) {
      const labels = number % 2 === 0 ? ['even', 'all'] : ['all'];
      ids.unshift((await newCharger(account, { labels })).chargeBoxId);
    }
  });

  test('shows the newest registration first, with the tutorial’s fields', async () => {
    const answer = await account.call('GET', CHARGERS);
    expect(answer.body).toMatchObject({
      chargers: ids.map((chargeBoxId) => ({
        chargeBoxId,
        name: null,
        status: 'offline',
        isOnline: false,
        lastHeartbeat: null,
        vendor: null,
        model: null,
      })),
      pagination: { total: 5, limit: 50, offset: 0, nextCursor: null },
    });
  });

  test('another account sees none of them', async () => {
    const stranger = await newAccount();
    expect(await readPage(stranger, '')).toMatchObject({ ids: [], pagination: { total: 0 } });
  });

  test('can be skipped through by offset', async () => {
    expect((await readPage(account, 'limit=2&offset=2')).ids).toEqual(ids.slice(2, 4));
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=x', 'limit'],
    ['offset=-1', 'offset'],
    ['offset=1001', 'offset'],
    ['cursor=abc', 'cursor'],
    ['cursor=e30&offset=1', 'cursor'],
    ['status=asleep', 'status'],
    ['connectorStatus=Busy', 'connectorStatus'],
    ['limit=1&limit=2', 'limit'],
  ])('?%s is 400 and names %s', async (query, field) => {
    const answer = await account.call('GET', `${CHARGERS}?${query}`);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).details).toMatchObject([{ field, in: 'query' }]);
  });

  test('beyond offset 1,000 the refusal names the cursor', async () => {
    expect(errorOf(await account.call('GET', `${CHARGERS}?offset=1001`)).message).toContain('cursor');
  });

  test.each([
    ['label=even', [0, 2, 4]],
    ['label=all&status=offline', [0, 1, 2, 3, 4]],
    ['status=online', []],
    ['label=none', []],
  ])('?%s filters and counts', async (query, expected) => {
    const { ids: found, pagination } = await readPage(account, query);
    expect(found).toEqual(expected.map((index) => ids[index]));
    expect(pagination.total).toBe(expected.length);
  });

  test('q is the beginning of the id in any case, and not a pattern', async () => {
    const [first = ''] = ids;
    expect((await readPage(account, `q=${first.toLowerCase()}`)).ids).toEqual([first]);
    expect((await readPage(account, 'q=cp-')).ids.toSorted()).toEqual(ids.toSorted());
    expect((await readPage(account, 'q=%25')).ids).toEqual([]);
  });

  test('connectorStatus finds a charger once, whichever of its connectors has the status', async () => {
    const owner = await newAccount();
    const { chargeBoxId, chargerId } = await newCharger(owner);
    const events = eventsOf({ accountId: owner.accountId, chargerId, chargeBoxId });
    await events.project(
      events.number([
        statusChanged(0, 'Faulted'),
        statusChanged(1, 'Available'),
        statusChanged(2, 'Available'),
      ]),
    );
    expect((await readPage(owner, 'connectorStatus=Available')).ids).toEqual([chargeBoxId]);
    await events.project(events.number([statusChanged(2, 'Charging')]));
    expect((await readPage(owner, 'connectorStatus=Charging&status=offline')).ids).toEqual([chargeBoxId]);
    expect((await readPage(owner, 'connectorStatus=Available')).ids).toEqual([chargeBoxId]);
    expect((await readPage(owner, 'connectorStatus=Faulted')).ids).toEqual([]);
  });
});

test('a cursor goes on where its page ended while chargers are registered', async () => {
  const account = await newAccount();
  const ids: string[] = [];
  for (let number = 0; number < 5; number += 1) ids.unshift((await newCharger(account)).chargeBoxId);
  for (const query of ['limit=2', 'limit=2&q=CP-']) {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await readPage(account, cursor === '' ? query : `${query}&cursor=${cursor}`);
      seen.push(...page.ids);
      cursor = page.pagination.nextCursor;
      // Sorts behind everything there is, so that it can only disturb.
      if (cursor !== null) await newCharger(account, { chargeBoxId: `ZZ-${newChargeBoxId()}` });
    }
    expect(seen.filter((id) => id.startsWith('CP-')).toSorted()).toEqual(ids.toSorted());
  }
});

test('a cursor of another order is refused', async () => {
  const account = await newAccount();
  await newCharger(account);
  await newCharger(account);
  const { pagination } = await readPage(account, 'limit=1');
  const answer = await account.call('GET', `${CHARGERS}?q=CP&cursor=${pagination.nextCursor}`);
  expect(answer.status).toBe(400);
});

describe('a page behind a cursor reads at most 3 rows for each charger on it, whatever the size of the fleet', () => {
  const accountId = `acc_fleet_${crypto.randomUUID()}`;
  const limit = 50;

  beforeAll(async () => {
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2999)
       INSERT INTO chargers (account_id, charger_id, charge_box_id, folded_id, registered_at, is_online, is_provisioned)
       SELECT ?1, printf('chg_%06d', i), ?1 || i, ?1 || i, i, i % 2, 1 FROM n`,
    )
      .bind(accountId)
      .run();
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO charger_labels SELECT account_id, 'third', charger_id FROM chargers
         WHERE account_id = ? AND registered_at % 3 = 0`,
      ).bind(accountId),
      ...[1, 2, 3].map((connectorId) =>
        env.DB.prepare(
          `INSERT INTO connector_statuses SELECT account_id, iif(registered_at % 4 = 0, 'Faulted', 'Available'),
             charger_id, ?2, 1 FROM chargers WHERE account_id = ?1`,
        ).bind(accountId, connectorId),
      ),
    ]);
  });

  test.each([
    ['none', {}, 'chg_001500'],
    ['status', { isOnline: true }, 'chg_001500'],
    ['connectorStatus', { connectorStatus: 'Faulted' as const }, 'chg_001500'],
    ['label', { label: 'third' }, 'chg_001500'],
    ['q', { prefix: accountId }, `${accountId}2000`],
  ])('filter: %s', async (_name, filter, after) => {
    const { db, counts } = countingDatabase(env.DB);
    const rows = await pageChargers(db, accountId, filter, { limit, offset: 0, after });
    expect(rows).toHaveLength(limit);
    expect(counts.rowsRead).toBeLessThanOrEqual(3 * limit);
  });
});
