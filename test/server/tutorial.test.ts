import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { accountIdOf } from '../support/account.ts';
import { ChargePoint } from '../support/charge-point.ts';
import { boot, meterValues, start, status, stop } from '../support/charger-messages.ts';
import { evictIfRunning } from '../support/eviction.ts';
import type { RestClient } from '../support/rest-client.ts';
import { newAccount, sharedServer, type TestServer, unique } from '../support/server.ts';

const Registered = z.looseObject({ id: z.string() });
const Running = z.looseObject({
  transactions: z.tuple([z.looseObject({ transactionId: z.string() })]),
});

interface Run {
  server: TestServer;
  account: RestClient;
  chargeBoxId: string;
  /** What happens between every two steps. */
  betweenSteps: () => Promise<void>;
}

/** Asks until the answer holds these fields: D1 shows what was acknowledged within a second. */
async function expectSoon(
  read: () => Promise<{ status: number; body: unknown }>,
  fields: unknown,
): Promise<void> {
  await expect.poll(read, { timeout: 3_000, interval: 20 }).toMatchObject({ status: 200, body: fields });
}

async function expectTutorial(
  { server, account, chargeBoxId, betweenSteps }: Run,
  setAccountId: (id: string) => void,
) {
  const { host } = new URL(server.url);
  const url = `ws://${host}/ocpp/${chargeBoxId}`;
  const readStatus = () => account.get(`/chargers/${chargeBoxId}/connectors/1/status`);

  // Step 1: register the charger
  const registered = await account.post('/chargers', {
    chargeBoxId,
    name: 'Office Parking Charger',
    location: 'Building A, Parking Level 1',
  });
  expect(registered).toMatchObject({
    status: 201,
    body: {
      chargeBoxId,
      name: 'Office Parking Charger',
      location: 'Building A, Parking Level 1',
      status: 'offline',
      connectionUrl: url,
      instructions: {
        message: 'Configure your charger to connect to the WebSocket URL',
        url,
        protocol: 'ocpp1.6',
      },
    },
  });
  setAccountId(await accountIdOf(server, Registered.parse(registered.body)));
  await betweenSteps();

  // Step 2: connect it
  const charger = await ChargePoint.connect(server.url, chargeBoxId);
  const booted = await charger.call('BootNotification', boot());
  expect(booted).toMatchObject({ status: 'Accepted', interval: 60 });
  expect(Math.abs(Date.parse(String(booted['currentTime'])) - Date.now())).toBeLessThan(5_000);
  await betweenSteps();
  await charger.call('StatusNotification', status(0, 'Available', '2025-01-15T10:31:00Z'));
  await charger.call('StatusNotification', status(1, 'Available', '2025-01-15T10:31:00Z'));
  await betweenSteps();

  // Step 3: verify that it is online
  const online = {
    chargeBoxId,
    name: 'Office Parking Charger',
    status: 'online',
    isOnline: true,
    lastHeartbeat: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/),
  };
  expect(await account.get('/chargers')).toMatchObject({ status: 200, body: { chargers: [online] } });
  await betweenSteps();
  expect(await account.get(`/chargers/${chargeBoxId}`)).toMatchObject({ status: 200, body: online });
  await betweenSteps();

  // Step 4: check the connector
  expect(await readStatus()).toMatchObject({
    status: 200,
    body: { chargeBoxId, connectorId: 1, status: 'Available' },
  });
  await betweenSteps();

  // Step 5: plug in the cable
  await charger.call('StatusNotification', status(1, 'Preparing', '2025-01-15T10:34:00Z'));
  await betweenSteps();
  expect(await readStatus()).toMatchObject({
    status: 200,
    body: { chargeBoxId, connectorId: 1, status: 'Preparing' },
  });
  await betweenSteps();

  // Step 6: start a session
  const started = await account.post('/transactions/start', {
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
  await betweenSteps();
  const { transactionId: wireId, idTagInfo } = await charger.call('StartTransaction', start({}));
  expect(idTagInfo).toMatchObject({ status: 'Accepted' });
  await betweenSteps();
  await charger.call('StatusNotification', status(1, 'Charging', '2025-01-15T10:35:01Z'));
  await betweenSteps();
  await charger.call('MeterValues', meterValues(1, wireId, '2025-01-15T10:45:00Z', 12_450));
  await betweenSteps();

  // Step 7: verify that it charges
  expect(await readStatus()).toMatchObject({
    status: 200,
    body: { chargeBoxId, connectorId: 1, status: 'Charging' },
  });
  const readRunning = () => account.get(`/transactions?chargeBoxId=${chargeBoxId}&status=in_progress`);
  await expectSoon(readRunning, {
    transactions: [
      {
        transactionId: expect.stringMatching(/^txn_\w+$/),
        chargeBoxId,
        connectorId: 1,
        idTag: 'USER-001',
        status: 'in_progress',
        energyDelivered: 2.45,
        startTime: '2025-01-15T10:35:00Z',
      },
    ],
  });
  const { transactionId } = Running.parse((await readRunning()).body).transactions[0];
  await betweenSteps();

  // Step 8: stop the session
  expect(await account.post(`/transactions/${transactionId}/stop`)).toMatchObject({
    status: 202,
    body: { status: 'Accepted', message: 'RemoteStopTransaction request sent to charger' },
  });
  expect(charger.received.slice(1)).toEqual([
    { action: 'RemoteStopTransaction', payload: { transactionId: wireId } },
  ]);
  await betweenSteps();
  await charger.call('StopTransaction', stop({ transactionId: wireId }));
  await betweenSteps();
  await charger.call('StatusNotification', status(1, 'Finishing', '2025-01-15T11:50:01Z'));
  await betweenSteps();

  // Step 9: check the results
  await expectSoon(() => account.get(`/transactions/${transactionId}`), {
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
  expect(await readStatus()).toMatchObject({ body: { status: 'Finishing' } });
  expect(await readRunning()).toMatchObject({ body: { transactions: [] } });
  expect(charger.received).toHaveLength(2);
  await charger.close();
}

describe('the tutorial, word for word, with the charger of a third party', () => {
  const server = sharedServer();

  test('on a system at rest', async () => {
    const run = { server, account: await newAccount(server), chargeBoxId: unique('CP') };
    await expectTutorial({ ...run, betweenSteps: () => Promise.resolve() }, () => {});
  });

  test('though its charger and its log lose their memory between every two steps', async () => {
    const run = { server, account: await newAccount(server), chargeBoxId: unique('CP') };
    let accountId = '';
    const evictions = { Charger: 0, EventLog: 0 };
    const evict = async (objectClass: 'Charger' | 'EventLog', name: string) => {
      if (await evictIfRunning(server, objectClass, name)) evictions[objectClass] += 1;
    };
    await expectTutorial(
      {
        ...run,
        async betweenSteps() {
          await evict('Charger', run.chargeBoxId.toLowerCase());
          await evict('EventLog', `${accountId}:0`);
        },
      },
      (id) => {
        accountId = id;
      },
    );
    expect(evictions.Charger).toBeGreaterThan(12);
    expect(evictions.EventLog).toBeGreaterThan(0);
  });
});
