import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { eventLogName } from '../../../src/contracts/event-log-rpc.ts';
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

test('retention: what is named changes, null is for ever, the rest keeps its default; the log is told', async () => {
  const fresh = await newAccount();
  expect((await fresh.call('GET', ACCOUNT)).body).toMatchObject({
    retention: {
      eventDays: 90,
      commandDays: 90,
      meterValueDays: 400,
      transactionDays: null,
      refusedConnectionDays: 30,
    },
    export: false,
  });
  await fresh.call('PATCH', ACCOUNT, { retention: { meterValueDays: null, transactionDays: 3_650 } });
  const { body } = await fresh.call('PATCH', ACCOUNT, { retention: { eventDays: 30 }, export: true });
  const retention = {
    eventDays: 30,
    commandDays: 90,
    meterValueDays: null,
    transactionDays: 3_650,
    refusedConnectionDays: 30,
  };
  expect(body).toMatchObject({ retention, export: true });
  const log = env.EVENT_LOG.getByName(eventLogName(fresh.accountId));
  expect(await log.keeping()).toEqual({ retention, export: true });
});

test.each([
  { retention: { eventDays: 0 } },
  { retention: { eventDays: 1.5 } },
  { retention: { traceDays: 5 } },
  { retention: { refusedConnectionDays: null } },
  { export: 'yes' },
])('%j is refused', async (change) => {
  const answer = await account.call('PATCH', ACCOUNT, change);
  expect(answer.status).toBe(400);
  expect(errorOf(answer).code).toBe('VALIDATION_ERROR');
});
