import { expect, test } from 'vitest';
import * as z from 'zod';
import { errorOf, newAccount, newCharger } from '../../support/worker/api-client.ts';
import { connectScriptedCharger, type ScriptedAnswer } from '../../support/worker/scripted-charger.ts';

const status = (connectorId: number, reported: string, timestamp: string) => ({
  connectorId,
  status: reported,
  errorCode: 'NoError',
  timestamp,
});

async function newOnlineCharger() {
  const account = await newAccount();
  const { chargeBoxId } = await newCharger(account, { name: 'Office Parking Charger' });
  const charger = await connectScriptedCharger(chargeBoxId);
  await charger.call('BootNotification', { chargePointVendor: 'ABB', chargePointModel: 'Terra AC' });
  await charger.call('StatusNotification', status(1, 'Available', '2025-01-15T10:31:05Z'));
  return { account, chargeBoxId, charger };
}

test('the tutorial, step by step, from an online charger to the results of its session', async () => {
  const { account, chargeBoxId, charger } = await newOnlineCharger();
  const online = { chargeBoxId, name: 'Office Parking Charger', status: 'online', isOnline: true };

  // Step 3
  const list = await account.call('GET', '/api/v1/chargers');
  expect(list.body).toMatchObject({ chargers: [{ ...online, lastHeartbeat: expect.any(String) }] });
  const read = await account.call('GET', `/api/v1/chargers/${chargeBoxId}`);
  expect(read.body).toMatchObject({ ...online, vendor: 'ABB', boot: { model: 'Terra AC' } });

  // Steps 4 and 5
  const statusPath = `/api/v1/chargers/${chargeBoxId}/connectors/1/status`;
  const connector = async () => (await account.call('GET', statusPath)).body;
  expect(await connector()).toMatchObject({ chargeBoxId, connectorId: 1, status: 'Available' });
  await charger.call('StatusNotification', status(1, 'Preparing', '2025-01-15T10:34:00Z'));
  expect(await connector()).toMatchObject({ status: 'Preparing', since: '2025-01-15T10:34:00Z' });

  // Step 6
  const started = await account.call('POST', '/api/v1/transactions/start', {
    chargeBoxId,
    connectorId: 1,
    idTag: 'USER-001',
  });
  expect(started).toMatchObject({
    status: 202,
    body: { status: 'Accepted', message: 'RemoteStartTransaction request sent to charger' },
  });
  expect(charger.received).toEqual([
    { action: 'RemoteStartTransaction', payload: { connectorId: 1, idTag: 'USER-001' } },
  ]);
  const { transactionId: wireId } = await charger.call('StartTransaction', {
    connectorId: 1,
    idTag: 'USER-001',
    meterStart: 10_000,
    timestamp: '2025-01-15T10:35:00Z',
  });
  await charger.call('StatusNotification', status(1, 'Charging', '2025-01-15T10:35:01Z'));

  // Step 7
  expect(await connector()).toMatchObject({
    status: 'Charging',
    transactionId: expect.stringMatching(/^txn_/),
  });
  const List = z.object({ transactions: z.array(z.object({ transactionId: z.string() })) });
  const running = async () => {
    const path = `/api/v1/transactions?chargeBoxId=${chargeBoxId}&status=in_progress`;
    return List.parse((await account.call('GET', path)).body).transactions;
  };
  await expect.poll(running).toHaveLength(1);
  const transactionId = (await running())[0]?.transactionId ?? '';
  const transactionPath = `/api/v1/transactions/${transactionId}`;
  expect((await account.call('GET', transactionPath)).body).toMatchObject({
    transactionId,
    chargeBoxId,
    connectorId: 1,
    idTag: 'USER-001',
    status: 'in_progress',
    startTime: '2025-01-15T10:35:00Z',
  });

  // Step 8
  expect(await account.call('POST', `${transactionPath}/stop`)).toMatchObject({
    status: 202,
    body: { status: 'Accepted', message: 'RemoteStopTransaction request sent to charger' },
  });
  expect(charger.received.at(-1)).toEqual({
    action: 'RemoteStopTransaction',
    payload: { transactionId: wireId },
  });
  await charger.call('StopTransaction', {
    transactionId: wireId,
    meterStop: 28_730,
    timestamp: '2025-01-15T11:50:00Z',
    reason: 'Remote',
  });

  // Step 9
  const results = async () => (await account.call('GET', transactionPath)).body;
  await expect.poll(results).toMatchObject({ status: 'completed' });
  expect(await results()).toMatchObject({
    transactionId,
    chargeBoxId,
    connectorId: 1,
    idTag: 'USER-001',
    status: 'completed',
    startTime: '2025-01-15T10:35:00Z',
    stopTime: '2025-01-15T11:50:00Z',
    energyDelivered: 18.73,
    durationMinutes: 75,
    meterStart: 10_000,
    meterStop: 28_730,
    stopReason: 'Remote',
    remoteStarted: true,
  });
  charger.close();
});

test.each<[ScriptedAnswer, string]>([
  [{ status: 'Rejected' }, 'Rejected'],
  [{ callError: 'NotImplemented' }, 'CallError'],
  [{ state: 'what' }, 'InvalidAnswer'],
])('a charger that was reached and answered %j is 202 %s', async (answer, expected) => {
  const { account, chargeBoxId, charger } = await newOnlineCharger();
  charger.willAnswer('RemoteStartTransaction', answer);
  const started = await account.call('POST', '/api/v1/transactions/start', { chargeBoxId });
  expect(started).toMatchObject({ status: 202, body: { status: expected, idTag: 'CAPACITOR' } });
  charger.close();
});

test('a charger that is silent for timeoutSeconds is 504 TIMEOUT', async () => {
  const { account, chargeBoxId, charger } = await newOnlineCharger();
  charger.willAnswer('RemoteStartTransaction', 'silence');
  const started = await account.call('POST', '/api/v1/transactions/start', {
    chargeBoxId,
    timeoutSeconds: 1,
  });
  expect(started.status).toBe(504);
  expect(errorOf(started)).toMatchObject({ code: 'TIMEOUT', details: { timeoutSeconds: 1 } });
  charger.close();
});

test('a connector that the charger has not reported is 404, naming the known ones', async () => {
  const { account, chargeBoxId, charger } = await newOnlineCharger();
  const started = await account.call('POST', '/api/v1/transactions/start', { chargeBoxId, connectorId: 7 });
  expect(started.status).toBe(404);
  expect(errorOf(started).details).toEqual({ knownConnectors: [1] });
  expect(charger.received).toEqual([]);
  charger.close();
});
