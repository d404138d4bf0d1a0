import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  callApi,
  errorOf,
  newAccount,
  newCharger,
  type TestAccount,
} from '../../support/worker/api-client.ts';
import { connectScriptedCharger } from '../../support/worker/scripted-charger.ts';

const Messages = z.object({
  messages: z.array(
    z.looseObject({ direction: z.string(), kind: z.string(), action: z.string().nullable() }),
  ),
});
const Series = z.object({
  meterValues: z.array(z.object({ timestamp: z.string(), value: z.number().nullable(), raw: z.unknown() })),
});

let account: TestAccount;
let chargeBoxId: string;
let charger: Awaited<ReturnType<typeof connectScriptedCharger>>;

beforeEach(async () => {
  account = await newAccount();
  ({ chargeBoxId } = await newCharger(account));
  await account.call('POST', '/api/v1/id-tags', { idTag: 'USER-001' });
  charger = await connectScriptedCharger(chargeBoxId);
  await charger.call('BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' });
  return () => charger.close();
});

/** A session that runs, with three samples a minute apart; its two ids. */
async function runningSession() {
  const now = Date.now();
  const at = (minutes: number) => new Date(now + 60_000 * (minutes - 10)).toISOString();
  const started = await charger.call('StartTransaction', {
    connectorId: 1,
    idTag: 'USER-001',
    meterStart: 1_000,
    timestamp: at(0),
  });
  const { transactionId: ocppTransactionId } = z.object({ transactionId: z.int() }).parse(started);
  for (const minute of [1, 2, 3]) {
    await charger.call('MeterValues', {
      connectorId: 1,
      transactionId: ocppTransactionId,
      meterValue: [{ timestamp: at(minute), sampledValue: [{ value: `${1 + minute / 10}`, unit: 'kWh' }] }],
    });
  }
  const find = async () => {
    const { body } = await account.call('GET', `/api/v1/transactions?chargeBoxId=${chargeBoxId}`);
    return z.object({ transactions: z.array(z.object({ transactionId: z.string() })) }).parse(body)
      .transactions[0]?.transactionId;
  };
  await expect.poll(find).toBeDefined();
  return { transactionId: (await find()) ?? '', ocppTransactionId };
}

describe('GET /transactions/{transactionId}/meter-values', () => {
  test('gives what was measured, normalised and as it was sent', async () => {
    const { transactionId } = await runningSession();
    const path = `/api/v1/transactions/${transactionId}/meter-values`;
    const answer = await account.call('GET', path);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        transactionId,
        chargeBoxId,
        meterValues: [
          {
            connectorId: 1,
            measurand: 'Energy.Active.Import.Register',
            value: 1_100,
            unit: 'Wh',
            raw: { value: '1.1', unit: 'kWh' },
          },
          { value: 1_200 },
          { value: 1_300 },
        ],
      },
    });
    const thinned = Series.parse((await account.call('GET', `${path}?interval=86400`)).body).meterValues;
    expect(thinned.length).toBeLessThan(3);
    expect(thinned.at(-1)).toMatchObject({ value: 1_300 });
  });

  test.each(['interval=0', 'interval=x', 'thin=60'])('?%s is 400', async (query) => {
    const { transactionId } = await runningSession();
    const answer = await account.call('GET', `/api/v1/transactions/${transactionId}/meter-values?${query}`);
    expect(answer.status).toBe(400);
  });
});

test('#194 X-X25: a session that is dead is closed by hand as estimated, once, and nothing is sent', async () => {
  const { transactionId } = await runningSession();
  const path = `/api/v1/transactions/${transactionId}/close`;
  expect(await account.call('POST', path)).toMatchObject({
    status: 200,
    body: { transactionId, status: 'completed', energyDelivered: 0.3, stopTime: expect.any(String) },
  });
  expect(charger.received).toEqual([]);
  const again = await account.call('POST', path);
  expect(again.status).toBe(409);
  expect(errorOf(again).code).toBe('CONFLICT');
  expect((await account.call('POST', path, { now: true })).status).toBe(400);
});

test('a stop that fits no transaction is kept as it was sent', async () => {
  const payload = { transactionId: 77, meterStop: 2_000, timestamp: '2025-01-15T11:50:00Z' };
  await charger.call('StopTransaction', payload);
  expect((await account.call('GET', `/api/v1/chargers/${chargeBoxId}/orphan-stops`)).body).toMatchObject({
    chargeBoxId,
    orphanStops: [{ payload }],
  });
});

describe('GET /chargers/{chargeBoxId}/messages', () => {
  const messagesOf = async (query: string) => {
    const answer = await account.call('GET', `/api/v1/chargers/${chargeBoxId}/messages?${query}`);
    expect(answer.status).toBe(200);
    return Messages.parse(answer.body).messages;
  };

  test('shows both directions, newest first, and filters them', async () => {
    await charger.call('Heartbeat', {});
    const all = await messagesOf('');
    expect(all.slice(0, 2)).toMatchObject([
      { direction: 'fromCentralSystem', kind: 'callResult', action: 'Heartbeat' },
      { direction: 'fromChargePoint', kind: 'call', action: 'Heartbeat' },
    ]);
    const boots = await messagesOf('action=BootNotification&direction=fromChargePoint&kind=call');
    expect(boots).toMatchObject([{ action: 'BootNotification' }]);
    expect(await messagesOf('limit=1')).toEqual(all.slice(0, 1));
    expect(await messagesOf('from=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await messagesOf('to=2000-01-01T00:00:00Z')).toEqual([]);
  });

  test('as JSON lines: one message a line, to be saved', async () => {
    const answer = await account.call('GET', `/api/v1/chargers/${chargeBoxId}/messages?format=jsonl`);
    expect(answer.headers.get('Content-Disposition')).toContain('messages.jsonl');
    const lines = z.string().parse(answer.body).trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(await messagesOf(''));
  });

  test.each(['limit=1001', 'direction=up', 'kind=error', 'from=yesterday', 'format=csv', 'since=1'])(
    '?%s is 400',
    async (query) => {
      const answer = await account.call('GET', `/api/v1/chargers/${chargeBoxId}/messages?${query}`);
      expect(answer.status).toBe(400);
    },
  );
});

test('what is another account’s, or nobody’s, is 404', async () => {
  const { transactionId } = await runningSession();
  const { key } = await newAccount();
  for (const [method, path] of [
    ['GET', `/transactions/${transactionId}/meter-values`],
    ['POST', `/transactions/${transactionId}/close`],
    ['GET', `/chargers/${chargeBoxId}/orphan-stops`],
    ['GET', `/chargers/${chargeBoxId}/messages`],
  ] as const) {
    expect((await callApi(method, `/api/v1${path}`, { key })).status).toBe(404);
  }
});
