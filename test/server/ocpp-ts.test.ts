import { once } from 'node:events';
import { OcppClient } from 'ocpp-ts';
import { expect, test } from 'vitest';
import { register, transactionsOf } from '../support/account.ts';
import { flagsOf, readCharger, SOON } from '../support/charger-view.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);
const TIME = '2025-01-15T10:35:00Z';

/** A charger by npm `ocpp-ts`, which is neither of ours nor of `ocpp-rpc`'s making. It accepts what it is asked. */
async function connect(chargeBoxId: string) {
  const client = new OcppClient(chargeBoxId);
  const received: { action: string; payload: unknown }[] = [];
  client.on('RemoteStartTransaction', (payload, answer) => {
    received.push({ action: 'RemoteStartTransaction', payload });
    answer({ status: 'Accepted' });
  });
  client.on('RemoteStopTransaction', (payload, answer) => {
    received.push({ action: 'RemoteStopTransaction', payload });
    answer({ status: 'Accepted' });
  });
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  client.connect(`${server.url.replace('http', 'ws')}/ocpp/`);
  await once(client, 'connect');
  return { client, received, errors };
}

test('a charger by npm ocpp-ts boots, reports, authorizes, charges by card and from afar, and ends', async () => {
  const chargeBoxId = unique('CP');
  const idTag = unique('T').slice(0, 14);
  await register(account, chargeBoxId);
  await account.post('/id-tags', { idTag });
  const { client, received, errors } = await connect(chargeBoxId);

  const booted = await client.callRequest('BootNotification', {
    chargePointVendor: 'TS',
    chargePointModel: 'One',
  });
  expect(booted).toMatchObject({
    status: 'Accepted',
    interval: 60,
    currentTime: expect.stringMatching(/Z$/),
  });
  for (const connectorId of [0, 1]) {
    const report = { connectorId, status: 'Available', errorCode: 'NoError' } as const;
    expect(await client.callRequest('StatusNotification', report)).toEqual({});
  }
  expect(await client.callRequest('Heartbeat', {})).toHaveProperty('currentTime');
  expect(await client.callRequest('Authorize', { idTag })).toEqual({ idTagInfo: { status: 'Accepted' } });

  const byCard = await client.callRequest('StartTransaction', {
    connectorId: 1,
    idTag,
    meterStart: 10_000,
    timestamp: TIME,
  });
  expect(byCard).toMatchObject({ transactionId: expect.any(Number), idTagInfo: { status: 'Accepted' } });
  const { transactionId } = byCard;
  const sampledValue = [{ value: '12450', unit: 'Wh' as const }];
  const meterValue = [{ timestamp: '2025-01-15T10:45:00Z', sampledValue }];
  expect(await client.callRequest('MeterValues', { connectorId: 1, transactionId, meterValue })).toEqual({});
  await expect
    .poll(() => transactionsOf(account, chargeBoxId), SOON)
    .toMatchObject([{ energyDelivered: 2.45 }]);
  const stopped = {
    transactionId,
    meterStop: 28_730,
    timestamp: '2025-01-15T11:50:00Z',
    reason: 'Local',
  } as const;
  expect(await client.callRequest('StopTransaction', stopped)).toEqual({});

  const asked = { chargeBoxId, connectorId: 1, idTag: 'NOT-REGISTERED' };
  expect(await account.post('/transactions/start', asked)).toMatchObject({
    status: 202,
    body: { status: 'Accepted' },
  });
  const remote = await client.callRequest('StartTransaction', {
    connectorId: 1,
    idTag: 'NOT-REGISTERED',
    meterStart: 28_730,
    timestamp: '2025-01-15T12:00:00Z',
  });
  expect(remote).toMatchObject({ idTagInfo: { status: 'Accepted' } });
  await expect
    .poll(() => transactionsOf(account, chargeBoxId), SOON)
    .toMatchObject([
      { status: 'in_progress', remoteStarted: true },
      { status: 'completed', energyDelivered: 18.73, durationMinutes: 75, remoteStarted: false },
    ]);
  const [running] = await transactionsOf(account, chargeBoxId);
  const stopping = await account.post(`/transactions/${running?.transactionId}/stop`);
  expect(stopping).toMatchObject({ status: 202, body: { status: 'Accepted' } });
  await client.callRequest('StopTransaction', {
    transactionId: remote.transactionId,
    meterStop: 30_000,
    timestamp: '2025-01-15T12:20:00Z',
    reason: 'Remote',
  });
  await expect
    .poll(() => transactionsOf(account, chargeBoxId), SOON)
    .toMatchObject([
      { status: 'completed', energyDelivered: 1.27, stopReason: 'Remote' },
      { status: 'completed' },
    ]);

  expect(received).toEqual([
    { action: 'RemoteStartTransaction', payload: { connectorId: 1, idTag: 'NOT-REGISTERED' } },
    { action: 'RemoteStopTransaction', payload: { transactionId: remote.transactionId } },
  ]);
  expect(await flagsOf(account, chargeBoxId)).toEqual({});
  expect(await readCharger(account, chargeBoxId)).toMatchObject({
    isOnline: true,
    vendor: 'TS',
    model: 'One',
  });

  // It offers no way to close by itself.
  const closed = once(client, 'close');
  expect((await account.delete(`/chargers/${chargeBoxId}`)).status).toBe(200);
  expect((await closed)[0]).toBe(1000);
  expect(errors).toEqual([]);
});
