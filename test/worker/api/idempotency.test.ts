import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { claimKey, keepAnswer } from '../../../src/d1/idempotent-answers.ts';
import {
  callApi,
  errorOf,
  newAccount,
  newCharger,
  newChargeBoxId,
  type TestAccount,
} from '../../support/worker/api-client.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

const DAY_MS = 86_400_000;

let account: TestAccount;

beforeEach(async () => {
  account = await newAccount();
});

function post(path: string, body: unknown, idempotencyKey: string, key = account.key) {
  return callApi('POST', `/api/v1${path}`, { key, body, headers: { 'Idempotency-Key': idempotencyKey } });
}

test('X-O01: the same POST twice is one CALL, and both get the same answer', async () => {
  const { chargeBoxId } = await newCharger(account);
  const charger = await connectScriptedCharger(chargeBoxId);
  await charger.call('BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' });
  const start = { chargeBoxId, connectorId: 1, idTag: 'USER-001' };
  const first = await post('/transactions/start', start, 'start-1');
  const second = await post('/transactions/start', start, 'start-1');
  expect(first.status).toBe(202);
  expect(second).toMatchObject({ status: 202, body: first.body });
  expect(second.headers.get('Idempotency-Replayed')).toBe('true');
  expect(charger.received).toHaveLength(1);
  charger.close();
});

test('a second request while the first is at work is 409 and acts not at all', async () => {
  const { chargeBoxId } = await newCharger(account);
  const charger = await connectScriptedCharger(chargeBoxId);
  await charger.call('BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' });
  const start = { chargeBoxId, connectorId: 1, idTag: 'USER-001' };
  const answers = await Promise.all([1, 2, 3].map(() => post('/transactions/start', start, 'start-2')));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
  expect(charger.received).toHaveLength(1);
  charger.close();
});

test('another body, or another route, under the same key is 409', async () => {
  expect((await post('/id-tags', { idTag: 'One' }, 'k')).status).toBe(201);
  for (const answer of [
    await post('/id-tags', { idTag: 'Two' }, 'k'),
    await post('/authorize', { idTag: 'One' }, 'k'),
  ]) {
    expect(answer.status).toBe(409);
    expect(errorOf(answer).code).toBe('CONFLICT');
  }
  expect((await account.call('GET', '/api/v1/id-tags/Two')).status).toBe(404);
});

test('a request that did nothing leaves its key free', async () => {
  const { chargeBoxId } = await newCharger(account);
  expect((await post('/transactions/start', { chargeBoxId }, 'k')).status).toBe(503);
  const charger = await connectScriptedCharger(chargeBoxId);
  await charger.call('BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' });
  expect((await post('/transactions/start', { chargeBoxId }, 'k')).status).toBe(202);
  expect((await post('/id-tags', { idTag: '' }, 'l')).status).toBe(400);
  expect((await post('/id-tags', { idTag: 'Good' }, 'l')).status).toBe(201);
  charger.close();
});

test('a command whose end is not known keeps its key: it is not sent again', async () => {
  const { chargeBoxId } = await newCharger(account);
  const charger = await connectScriptedCharger(chargeBoxId);
  await charger.call('BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' });
  charger.willAnswer('RemoteStartTransaction', 'silence');
  const start = { chargeBoxId, timeoutSeconds: 1 };
  const first = await post('/transactions/start', start, 'k');
  expect(first.status).toBe(504);
  expect(await post('/transactions/start', start, 'k')).toMatchObject({ status: 504, body: first.body });
  expect(charger.received).toHaveLength(1);
  charger.close();
});

test('a secret that is shown once is not kept for the repeat', async () => {
  const made = await post('/auth/api-keys', { name: 'Other' }, 'k');
  const again = await post('/auth/api-keys', { name: 'Other' }, 'k');
  expect(made.body).toMatchObject({ key: expect.stringMatching(/^cap_test_/) });
  expect(again).toMatchObject({ status: 201, body: { key: 'shown in the first answer only' } });
  const charger = { chargeBoxId: newChargeBoxId(), generatePassword: true };
  expect((await post('/chargers', charger, 'l')).body).toMatchObject({
    password: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
  expect((await post('/chargers', charger, 'l')).body).toMatchObject({
    chargeBoxId: charger.chargeBoxId,
    password: 'shown in the first answer only',
  });
});

test('keys of two accounts never meet, nor does the operator’s', async () => {
  const other = await newAccount();
  expect((await post('/id-tags', { idTag: 'One' }, 'k')).status).toBe(201);
  expect((await post('/id-tags', { idTag: 'Two' }, 'k', other.key)).status).toBe(201);
  const headers = { Authorization: `Bearer ${env.ADMIN_TOKEN}`, 'Idempotency-Key': crypto.randomUUID() };
  const first = await callApi('POST', '/api/v1/accounts', { headers, body: { name: 'Once' } });
  const second = await callApi('POST', '/api/v1/accounts', { headers, body: { name: 'Once' } });
  expect(second.body).toMatchObject({ id: Reflect.get(Object(first.body), 'id') });
});

test.each(['', 'with space', 'x'.repeat(256)])('the key %j is 400', async (key) => {
  expect((await post('/id-tags', { idTag: 'One' }, key)).status).toBe(400);
});

test('after a day a key is free, and its answer is cleared away', async () => {
  const now = Date.now() - 2 * DAY_MS;
  const key = { accountId: account.accountId, idempotencyKey: 'k' };
  expect(await claimKey(env.DB, key, 'digest', now)).toBeNull();
  await keepAnswer(env.DB, key, { status: 200, body: '{}' }, now);
  expect(await claimKey(env.DB, key, 'other', now + DAY_MS - 1)).toMatchObject({ digest: 'digest' });
  expect(await claimKey(env.DB, key, 'other', now + DAY_MS)).toBeNull();
  await post('/id-tags', { idTag: 'One' }, 'later');
  const { results } = await env.DB.prepare(
    "SELECT 1 FROM idempotent_answers WHERE account_id = ? AND idempotency_key = 'k'",
  )
    .bind(account.accountId)
    .all();
  expect(results).toEqual([]);
});

test('it costs three rows written', async () => {
  const { db, counts } = countingDatabase(env.DB);
  const key = { accountId: account.accountId, idempotencyKey: 'rows' };
  await claimKey(db, key, 'digest', Date.now());
  await keepAnswer(db, key, { status: 200, body: '{}' }, Date.now());
  expect(counts.rowsWritten).toBe(3);
});
