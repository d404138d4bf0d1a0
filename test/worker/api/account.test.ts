import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import {
  callApi,
  errorOf,
  newAccount,
  newCharger,
  type TestAccount,
} from '../../support/worker/api-client.ts';

const ACCOUNT = '/api/v1/account';

let account: TestAccount;

beforeEach(async () => {
  account = await newAccount();
});

test('shows the account of the key with its settings', async () => {
  expect(await account.call('GET', ACCOUNT)).toMatchObject({
    status: 200,
    body: { id: account.accountId, name: 'Test', tagPolicy: 'closed', cpoName: null },
  });
});

test('a change leaves the rest, and null takes back', async () => {
  expect((await account.call('PATCH', ACCOUNT, { cpoName: 'Example CPO' })).body).toMatchObject({
    name: 'Test',
    cpoName: 'Example CPO',
  });
  expect((await account.call('PATCH', ACCOUNT, { name: 'Renamed', cpoName: null })).body).toMatchObject({
    name: 'Renamed',
    cpoName: null,
  });
});

test.each([[{}], [{ tagPolicy: 'ajar' }], [{ name: '' }], [{ id: 'acc_other' }]])(
  '%j is 400',
  async (body) => {
    expect((await account.call('PATCH', ACCOUNT, body)).status).toBe(400);
  },
);

test('to change it needs the scope manage', async () => {
  const { body } = await account.call('POST', '/api/v1/auth/api-keys', { name: 'O', scopes: ['operate'] });
  const { key } = z.object({ key: z.string() }).parse(body);
  expect((await callApi('GET', ACCOUNT, { key })).status).toBe(200);
  const refused = await callApi('PATCH', ACCOUNT, { key, body: { name: 'Mine' } });
  expect(errorOf(refused).code).toBe('FORBIDDEN');
});

test('the policy of the account decides on unregistered tags, unless the charger has its own', async () => {
  const usual = await newCharger(account);
  const closed = await newCharger(account, { settings: { tagPolicy: 'closed' } });
  const ask = async (chargeBoxId?: string) =>
    (await account.call('POST', '/api/v1/authorize', { idTag: 'nobody', chargeBoxId })).body;
  expect(await ask(usual.chargeBoxId)).toMatchObject({ status: 'Invalid' });
  await account.call('PATCH', ACCOUNT, { tagPolicy: 'open' });
  expect(await ask()).toMatchObject({ status: 'Accepted', reason: expect.stringContaining('open') });
  expect(await ask(usual.chargeBoxId)).toMatchObject({ status: 'Accepted' });
  expect(await ask(closed.chargeBoxId)).toMatchObject({ status: 'Invalid' });
});

test('a charger’s own policy is taken back with null', async () => {
  const { chargeBoxId } = await newCharger(account, { settings: { tagPolicy: 'open', maxPowerW: 11_000 } });
  const path = `/api/v1/chargers/${chargeBoxId}`;
  expect((await account.call('GET', path)).body).toMatchObject({
    settings: { tagPolicy: 'open', maxPowerW: 11_000 },
  });
  const { body } = await account.call('PATCH', path, { settings: { tagPolicy: null, traceDays: 3 } });
  expect(body).toMatchObject({ settings: { maxPowerW: 11_000, traceDays: 3 } });
  expect(body).not.toMatchObject({ settings: { tagPolicy: expect.anything() } });
});
