import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { transactionsOf } from '../support/account.ts';
import { meterValues, start, stop } from '../support/charger-messages.ts';
import { onlineCharger } from '../support/online-charger.ts';
import type { RawCharger } from '../support/raw-charger.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);
const Started = z.strictObject({
  transactionId: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  idTagInfo: z.unknown(),
});

/** Begins a transaction; gives the confirmation. */
async function begin(charger: RawCharger, fields: Parameters<typeof start>[0] = {}) {
  return Started.parse((await charger.call('StartTransaction', start(fields)))[2]);
}

async function read(chargeBoxId: string) {
  return (await account.get(`/chargers/${chargeBoxId}`)).body;
}

/** Waits until the list shows this many transactions; gives them. */
async function listed(chargeBoxId: string, count: number) {
  await expect.poll(() => transactionsOf(account, chargeBoxId), { timeout: 3_000 }).toHaveLength(count);
  return transactionsOf(account, chargeBoxId);
}

describe('a repeated StartTransaction (OCPP 1.6 3.7.1)', () => {
  test.each([
    ['with the same message id', (id: string) => id, false],
    ['with a new message id', (id: string) => `${id}-again`, false],
    ['with the same message id after an eviction', (id: string) => id, true],
    ['with a new message id after an eviction', (id: string) => `${id}-again`, true],
  ])('%s gets the first answer, and is one transaction', async (_, repeatedId, isEvicted) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const remote = account.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'USER-001' });
    charger.sendFrame(3, (await charger.nextCall()).id, { status: 'Accepted' });
    await remote;
    const [, , first] = await charger.call('StartTransaction', start({}), 'start-1');
    expect(first).toMatchObject({ idTagInfo: { status: 'Accepted' } });
    if (isEvicted) await server.evict('Charger', chargeBoxId.toLowerCase());
    const [type, , second] = await charger.call('StartTransaction', start({}), repeatedId('start-1'));
    expect([type, second]).toEqual([3, first]);
    const [transaction] = await listed(chargeBoxId, 1);
    expect(transaction).toMatchObject({ ocppTransactionId: Started.parse(first).transactionId });
    await charger.close();
  });

  test('in another case of the tag and after the stop is still the same', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const first = await begin(charger);
    await charger.call('StopTransaction', stop({ transactionId: first.transactionId }));
    expect(await begin(charger, { idTag: 'user-001' })).toEqual(first);
    expect(await listed(chargeBoxId, 1)).toMatchObject([{ status: 'completed' }]);
    expect(await read(chargeBoxId)).toMatchObject({ flags: { repeatedStart: { count: 1 } } });
    await charger.close();
  });

  test('that differs in its time or its meter is another transaction with another number', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [1, 2] });
    const first = await begin(charger);
    const second = await begin(charger, { connectorId: 2 });
    const third = await begin(charger, { connectorId: 2, timestamp: '2025-01-15T10:36:00Z' });
    expect(new Set([first, second, third].map(({ transactionId }) => transactionId)).size).toBe(3);
    await listed(chargeBoxId, 3);
    await charger.close();
  });

  test('#184 X-X15: a second start on a connector ends the first transaction there by estimate', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const first = await begin(charger);
    await charger.call('MeterValues', meterValues(1, first.transactionId, '2025-01-15T10:45:00Z', 12_450));
    const second = await begin(charger, { meterStart: 12_500, timestamp: '2025-01-15T11:00:00Z' });
    expect(second.transactionId).not.toBe(first.transactionId);
    await expect
      .poll(() => transactionsOf(account, chargeBoxId))
      .toMatchObject([
        { ocppTransactionId: second.transactionId, status: 'in_progress' },
        {
          ocppTransactionId: first.transactionId,
          status: 'completed',
          stopReason: null,
          stopTime: '2025-01-15T11:00:00Z',
          energyDelivered: 2.5,
          anomalies: expect.arrayContaining(['supersededTransaction']),
          quality: expect.arrayContaining([expect.stringMatching(/estimated/i)]),
        },
      ]);
    // The real stop of it comes late, and its values stand.
    const late = { transactionId: first.transactionId, meterStop: 12_480, timestamp: '2025-01-15T10:58:00Z' };
    expect((await charger.call('StopTransaction', stop(late)))[0]).toBe(3);
    await expect
      .poll(() => transactionsOf(account, chargeBoxId))
      .toMatchObject([
        { status: 'in_progress' },
        { status: 'completed', meterStop: 12_480, energyDelivered: 2.48, stopTime: '2025-01-15T10:58:00Z' },
      ]);
    await charger.close();
  });
});

describe('StopTransaction is never refused (OCPP 1.6 4.10)', () => {
  test('#182 X-X13: a repeat is answered alike, and the first values stand, also after an eviction', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const { transactionId } = await begin(charger);
    const [, , first] = await charger.call('StopTransaction', stop({ transactionId }));
    for (const [meterStop, isEvicted] of [
      [28_730, false],
      [28_730, true],
      [99_999, true],
    ] as const) {
      if (isEvicted) await server.evict('Charger', chargeBoxId.toLowerCase());
      const [type, , again] = await charger.call('StopTransaction', stop({ transactionId, meterStop }));
      expect([type, again]).toEqual([3, first]);
    }
    expect(await listed(chargeBoxId, 1)).toMatchObject([{ meterStop: 28_730, energyDelivered: 18.73 }]);
    expect(await read(chargeBoxId)).toMatchObject({
      flags: { repeatedStop: { count: 2 }, differingStop: { count: 1 } },
    });
    await charger.close();
  });

  test.each([0, -1, 4_711, 2 ** 31])(
    'of transaction %i, which is none: answered, and nothing ends',
    async (id) => {
      const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [1, 2] });
      await begin(charger);
      await begin(charger, { connectorId: 2, idTag: 'USER-002' });
      expect((await charger.call('StopTransaction', stop({ transactionId: id })))[0]).toBe(3);
      expect(await listed(chargeBoxId, 2)).toMatchObject([
        { status: 'in_progress' },
        { status: 'in_progress' },
      ]);
      expect(await read(chargeBoxId)).toMatchObject({ flags: { orphanStop: { count: 1 } } });
      await charger.close();
    },
  );

  test('with the number 0 it ends the only open transaction that it fits (field: DELTA)', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await begin(charger);
    expect((await charger.call('StopTransaction', stop({ transactionId: 0 })))[0]).toBe(3);
    await expect
      .poll(() => transactionsOf(account, chargeBoxId))
      .toMatchObject([
        { status: 'completed', energyDelivered: 18.73, anomalies: expect.arrayContaining(['stopMatched']) },
      ]);
    await charger.close();
  });
});

describe('a remote stop', () => {
  test('names the charger’s number of the transaction, and ends nothing by itself', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const { transactionId: number } = await begin(charger);
    const [transaction] = await listed(chargeBoxId, 1);
    const answer = account.post(`/transactions/${transaction?.transactionId}/stop`);
    const call = await charger.nextCall();
    expect(call).toMatchObject({ action: 'RemoteStopTransaction', payload: { transactionId: number } });
    charger.sendFrame(3, call.id, { status: 'Rejected' });
    expect(await answer).toMatchObject({ status: 202, body: { status: 'Rejected' } });
    expect(await listed(chargeBoxId, 1)).toMatchObject([{ status: 'in_progress' }]);
    await charger.close();
  });

  test('#193 X-X24: of a finished transaction is 409, and nothing is sent', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const { transactionId: number } = await begin(charger);
    await listed(chargeBoxId, 1);
    await charger.call('StopTransaction', stop({ transactionId: number }));
    const [transaction] = await listed(chargeBoxId, 1);
    // At once, when the list may not know it yet, and later.
    for (const when of ['at once', 'again']) {
      const refused = await account.post(`/transactions/${transaction?.transactionId}/stop`);
      expect(refused, when).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    }
    await charger.call('Heartbeat', {});
    expect(charger.frames.filter(([type]) => type === 2)).toEqual([]);
    await charger.close();
  });

  test('while the charger is offline is 503, and the transaction goes on', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await begin(charger);
    const [transaction] = await listed(chargeBoxId, 1);
    await charger.terminate();
    await expect.poll(() => read(chargeBoxId)).toMatchObject({ isOnline: false });
    expect(await account.post(`/transactions/${transaction?.transactionId}/stop`)).toMatchObject({
      status: 503,
    });
    expect(await listed(chargeBoxId, 1)).toMatchObject([{ status: 'in_progress' }]);
  });
});
