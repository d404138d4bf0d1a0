import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { newAccount, newCharger, type TestAccount } from '../../support/worker/api-client.ts';

let account: TestAccount;

beforeAll(async () => {
  account = await newAccount();
  const insert = env.DB.prepare(
    `INSERT INTO id_tags (account_id, folded_id_tag, id_tag, status, expiry_date, parent_id_tag, created_at)
     VALUES (?, ?, ?, ?, ?, ?, 0)`,
  );
  await env.DB.batch([
    insert.bind(account.accountId, 'good', 'Good', 'active', Date.parse('2999-01-01T00:00:00Z'), 'GROUP'),
    insert.bind(account.accountId, 'bad', 'Bad', 'blocked', null, null),
    insert.bind(account.accountId, 'old', 'Old', 'active', 1, null),
  ]);
});

test.each([
  ['GOOD', 'Accepted', { expiryDate: '2999-01-01T00:00:00Z', parentIdTag: 'GROUP' }],
  ['bad', 'Blocked', {}],
  ['old', 'Expired', {}],
  ['unknown', 'Invalid', {}],
])('%s is %s, with the reason', async (idTag, status, more) => {
  expect(await account.call('POST', '/api/v1/authorize', { idTag })).toMatchObject({
    status: 200,
    body: { idTag, chargeBoxId: null, status, reason: expect.stringMatching(/./), ...more },
  });
});

test('a tag of one account is unknown in another', async () => {
  const stranger = await newAccount();
  expect((await stranger.call('POST', '/api/v1/authorize', { idTag: 'Good' })).body).toMatchObject({
    status: 'Invalid',
  });
});

test('a charger that is named has to be one of the account', async () => {
  const { chargeBoxId } = await newCharger(account);
  const ask = (named: string) =>
    account.call('POST', '/api/v1/authorize', { idTag: 'Good', chargeBoxId: named });
  expect((await ask(chargeBoxId.toLowerCase())).status).toBe(200);
  expect((await ask(`${chargeBoxId}-not`)).status).toBe(404);
});

test.each([{}, { idTag: '' }, { idTag: 'x'.repeat(21) }, { idTag: 7 }])('%j is 400', async (body) => {
  expect((await account.call('POST', '/api/v1/authorize', body)).status).toBe(400);
});
