import { expect, test } from 'vitest';
import * as z from 'zod';
import { accountIdOf } from '../support/account.ts';
import { meterValues, start, status, stop } from '../support/charger-messages.ts';
import { evictIfRunning } from '../support/eviction.ts';
import { onlineCharger } from '../support/online-charger.ts';
import type { RestClient } from '../support/rest-client.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** What is promised within a second of the acknowledgement; a busy machine is given three. */
const WITHIN = { timeout: 3_000, interval: 5 };

const Started = z.looseObject({ transactionId: z.int() });
const Listed = z.looseObject({ transactions: z.array(z.looseObject({ transactionId: z.string() })) });
const Connector = z.looseObject({ transactionId: z.string().nullable() });

/** Every answer that a transaction can be in, by a name. */
function answersOf(client: RestClient, chargeBoxId: string, transactionId: string, word: string) {
  const list = (query: string) => async () =>
    Listed.parse((await client.get(`/transactions?${query}`)).body).transactions.filter(
      (transaction) => transaction.transactionId === transactionId,
    );
  return {
    'by id': async () => [(await client.get(`/transactions/${transactionId}`)).body],
    'in the list': list('limit=200'),
    'in the list of its charger': list(`chargeBoxId=${chargeBoxId}`),
    'in the list of its status': list(`status=${word}&limit=200`),
    'in the list of its tag': list('idTag=USER-001&limit=200'),
  };
}

/** Waits until every answer shows the transaction in this state; the slowest of them, in ms. */
async function expectEverywhere(
  answers: ReturnType<typeof answersOf>,
  expected: Record<string, unknown>,
): Promise<number> {
  const began = performance.now();
  const times = await Promise.all(
    Object.entries(answers).map(async ([name, read]) => {
      await expect.poll(read, { ...WITHIN, message: name }).toMatchObject([expected]);
      return performance.now() - began;
    }),
  );
  return Math.round(Math.max(...times));
}

test('a transaction is in every answer within a second of the acknowledgement of its start, and of its end', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const [, , confirmation] = await charger.call('StartTransaction', start({}));
  const connector = await account.get(`/chargers/${chargeBoxId}/connectors/1/status`);
  const transactionId = Connector.parse(connector.body).transactionId ?? '';
  const { transactionId: ocppTransactionId } = Started.parse(confirmation);
  const running = answersOf(account, chargeBoxId, transactionId, 'in_progress');
  const startMs = await expectEverywhere(running, { status: 'in_progress', ocppTransactionId });
  // From here on its charger is asked: there is nothing to wait for.
  await charger.call('MeterValues', meterValues(1, ocppTransactionId, '2025-01-15T10:45:00Z', 12_450));
  for (const read of Object.values(running)) expect(await read()).toMatchObject([{ energyDelivered: 2.45 }]);

  await charger.call('StopTransaction', stop({ transactionId: ocppTransactionId }));
  expect(await running['by id']()).toMatchObject([{ status: 'completed', energyDelivered: 18.73 }]);
  expect(await running['in the list of its status']()).toEqual([]);
  const finished = answersOf(account, chargeBoxId, transactionId, 'completed');
  const stopMs = await expectEverywhere(finished, { status: 'completed', energyDelivered: 18.73 });
  console.log(`in every answer after its acknowledgement: start ${startMs} ms, stop ${stopMs} ms`);
  await charger.close();
});

test('so it is when the charger’s object and the log have just been evicted', async () => {
  const { chargeBoxId, registered, charger } = await onlineCharger(account);
  const logName = `${await accountIdOf(server, registered)}:0`;
  const evict = async () => {
    await evictIfRunning(server, 'Charger', chargeBoxId.toLowerCase());
    await evictIfRunning(server, 'EventLog', logName);
  };
  await evict();
  const [, , confirmation] = await charger.call('StartTransaction', start({}));
  const { transactionId: ocppTransactionId } = Started.parse(confirmation);
  const connector = await account.get(`/chargers/${chargeBoxId}/connectors/1/status`);
  const transactionId = Connector.parse(connector.body).transactionId ?? '';
  await expectEverywhere(answersOf(account, chargeBoxId, transactionId, 'in_progress'), {
    status: 'in_progress',
    ocppTransactionId,
  });
  await evict();
  await charger.call('StopTransaction', stop({ transactionId: ocppTransactionId }));
  await expectEverywhere(answersOf(account, chargeBoxId, transactionId, 'completed'), {
    status: 'completed',
    energyDelivered: 18.73,
  });
  await charger.close();
});

test('events that a log never got are told: which charger’s, and how many numbers are missing', async () => {
  const own = await newAccount(server);
  const { registered, charger } = await onlineCharger(own);
  const logName = `${await accountIdOf(server, registered)}:0`;
  const gaps = () =>
    server.objectRows('EventLog', logName, 'SELECT charger_id, after, before FROM gaps ORDER BY after');
  expect(await gaps()).toEqual([]);
  // As if the log had been set back in time.
  await expect
    .poll(() => server.objectRows('EventLog', logName, 'SELECT max(through) AS through FROM sources'))
    .toEqual([{ through: 3 }]);
  await server.objectRows('EventLog', logName, 'UPDATE sources SET through = 1');
  await charger.call('StatusNotification', status(1, 'Charging'));
  await expect.poll(gaps).toEqual([{ charger_id: registered.id, after: 1, before: 4 }]);
  await charger.close();
});
