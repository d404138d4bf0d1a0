import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { pageTransactions } from '../../../src/d1/transactions.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';
import {
  callApi,
  errorOf,
  newAccount,
  newCharger,
  type TestAccount,
} from '../../support/worker/api-client.ts';
import { eventsOf, transactionBody } from '../../support/worker/projected-events.ts';

const TRANSACTIONS = '/api/v1/transactions';
const Page = z.object({
  transactions: z.array(z.object({ transactionId: z.string() })),
  pagination: z.object({ total: z.int().nullable(), nextCursor: z.string().nullable() }),
});

let account: TestAccount;
let chargeBoxId: string;
let prefix: string;

/** Seven transactions an hour apart; of the last two one has the same start, and both still run. */
beforeAll(async () => {
  account = await newAccount();
  const charger = await newCharger(account);
  chargeBoxId = charger.chargeBoxId;
  prefix = `txn_${charger.chargerId}_`;
  const events = eventsOf({ accountId: account.accountId, ...charger });
  await events.project(
    events.number(
      [0, 1, 2, 3, 4, 5, 6].map((number) => ({
        event: 'transaction.started' as const,
        data: transactionBody({
          transactionId: `${prefix}${number}`,
          chargeBoxId,
          idTag: number % 2 === 0 ? 'Even' : '=ODD',
          startTime: `2025-01-15T1${Math.min(number, 5)}:00:00Z`,
          status: number < 5 ? 'completed' : 'in_progress',
        }),
      })),
    ),
  );
});

async function numbersOf(query: string) {
  const answer = await account.call('GET', `${TRANSACTIONS}?${query}`);
  expect(answer.status).toBe(200);
  const { transactions, pagination } = Page.parse(answer.body);
  return {
    numbers: transactions.map(({ transactionId }) => Number(transactionId.slice(prefix.length))),
    pagination,
  };
}

describe('GET /transactions', () => {
  test.each([
    ['', [6, 5, 4, 3, 2, 1, 0]],
    ['status=completed', [4, 3, 2, 1, 0]],
    ['status=in_progress', [6, 5]],
    ['status=active', [6, 5]],
    ['idTag=EVEN', [6, 4, 2, 0]],
    ['idTag=even&status=completed', [4, 2, 0]],
    ['from=2025-01-15T13:00:00Z', [6, 5, 4, 3]],
    ['to=2025-01-15T13:00:00Z', [2, 1, 0]],
    ['from=2025-01-15T12:00:00%2B01:00&to=2025-01-15T13:00:00Z', [2, 1]],
    ['chargeBoxId=nowhere', []],
  ])('?%s lists the newest start first', async (query, expected) => {
    const { numbers, pagination } = await numbersOf(query);
    expect(numbers).toEqual(expected);
    expect(pagination.total).toBe(expected.length);
  });

  test('chargeBoxId is found in any case', async () => {
    expect((await numbersOf(`chargeBoxId=${chargeBoxId.toLowerCase()}&status=in_progress`)).numbers).toEqual([
      6, 5,
    ]);
  });

  test.each(['', 'status=completed', 'idTag=even', 'to=2025-01-15T15:00:00Z'])(
    'pages of ?%s join without a hole or a double',
    async (query) => {
      const whole = await numbersOf(query);
      const seen: number[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page = await numbersOf(`${query}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
        seen.push(...page.numbers);
        cursor = page.pagination.nextCursor;
      }
      expect(seen).toEqual(whole.numbers);
    },
  );

  test.each(['status=done', 'from=yesterday', 'format=xml', 'charger=X'])('?%s is 400', async (query) => {
    expect((await account.call('GET', `${TRANSACTIONS}?${query}`)).status).toBe(400);
  });

  test('as CSV: a header line, CRLF, null as empty, and no cell that a spreadsheet would run', async () => {
    const answer = await account.call('GET', `${TRANSACTIONS}?format=csv&limit=2&status=completed`);
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('X-Next-Cursor')).not.toBeNull();
    const [header, first, second] = z.string().parse(answer.body).split('\r\n');
    expect(header).toMatch(/^transactionId,ocppTransactionId,chargeBoxId,connectorId,idTag,status,/);
    expect(first).toContain(`${prefix}4,1,${chargeBoxId},1,Even,completed,`);
    expect(second).toContain(`,'=ODD,completed,Accepted,2025-01-15T13:00:00Z,,2.45,,,,10000,,,,true,`);
  });

  test('a page behind a cursor reads at most 3 rows for each transaction on it', async () => {
    const accountId = `acc_${crypto.randomUUID()}`;
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2999)
       INSERT INTO transactions SELECT ?1 || i, ?1, 'chg', 'cp-' || (i % 2), 'tag', iif(i % 3, 'completed', 'in_progress'), i, ?2
       FROM n`,
    )
      .bind(accountId, JSON.stringify(transactionBody({ transactionId: 'txn', chargeBoxId: 'CP-1' })))
      .run();
    const after = { startTime: 1_500, transactionId: '' };
    for (const filter of [
      {},
      { status: 'completed' as const },
      { status: 'in_progress' as const },
      { chargeBoxId: 'CP-1' },
      { chargeBoxId: 'CP-1', status: 'in_progress' as const },
      { idTag: 'TAG' },
      { from: 10 },
      { to: 2_000 },
    ]) {
      const { db, counts } = countingDatabase(env.DB);
      const rows = await pageTransactions(db, accountId, filter, { limit: 50, offset: 0, after });
      expect(rows).toHaveLength(50);
      expect(counts.rowsRead).toBeLessThanOrEqual(150);
    }
  });
});

describe('GET /transactions/{transactionId}', () => {
  test('shows what was projected where the charger has nothing newer', async () => {
    expect(await account.call('GET', `${TRANSACTIONS}/${prefix}0`)).toMatchObject({
      status: 200,
      body: {
        transactionId: `${prefix}0`,
        status: 'completed',
        energyDelivered: 2.45,
        asOf: '2025-01-15T10:36:00Z',
      },
    });
  });

  test('another account’s transaction is 404', async () => {
    const stranger = await newAccount();
    for (const [method, rest] of [
      ['GET', ''],
      ['POST', '/stop'],
    ] as const) {
      expect((await stranger.call(method, `${TRANSACTIONS}/${prefix}5${rest}`)).status).toBe(404);
    }
    expect((await stranger.call('GET', TRANSACTIONS)).body).toMatchObject({ transactions: [] });
  });
});

describe('POST /transactions/start and /stop', () => {
  test('an offline charger is 503 that says what to wait for', async () => {
    const answer = await account.call('POST', `${TRANSACTIONS}/start`, { chargeBoxId, connectorId: 1 });
    expect(answer.status).toBe(503);
    expect(errorOf(answer)).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('isOnline: true'),
    });
  });

  test.each([
    [{}, 'chargeBoxId'],
    [{ chargeBoxId: 'X', connectorId: 0 }, 'connectorId'],
    [{ chargeBoxId: 'X', idTag: 'x'.repeat(21) }, 'idTag'],
    [{ chargeBoxId: 'X', timeoutSeconds: 121 }, 'timeoutSeconds'],
  ])('%j is 400 and names %s', async (body, field) => {
    const answer = await account.call('POST', `${TRANSACTIONS}/start`, body);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).details).toMatchObject([{ field }]);
  });

  test('an unknown charger and an unknown transaction are 404', async () => {
    expect((await account.call('POST', `${TRANSACTIONS}/start`, { chargeBoxId: 'none' })).status).toBe(404);
    expect((await account.call('POST', `${TRANSACTIONS}/txn_none/stop`)).status).toBe(404);
  });

  test('a transaction that is not running any more is 409', async () => {
    const answer = await account.call('POST', `${TRANSACTIONS}/${prefix}0/stop`);
    expect(answer.status).toBe(409);
    expect(errorOf(answer).code).toBe('CONFLICT');
  });

  test('a stop takes no body, an empty one, and timeoutSeconds', async () => {
    const path = `${TRANSACTIONS}/${prefix}0/stop`;
    const withoutBody = { 'Content-Type': 'application/json', 'Content-Length': '0' };
    expect((await callApi('POST', path, { key: account.key, headers: withoutBody })).status).toBe(409);
    expect((await account.call('POST', path, {})).status).toBe(409);
    expect((await account.call('POST', path, { timeoutSeconds: 5 })).status).toBe(409);
    expect((await account.call('POST', path, { timeout: 5 })).status).toBe(400);
  });
});
