import { expect, test } from 'vitest';
import { SOON } from '../../support/charger-view.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
await registerCaseTags(account);

const RUNNING = {
  transactionId: expect.stringMatching(/^txn_\w+$/),
  connectorId: 1,
  idTag: 'VALID1',
  status: 'in_progress',
  authorizationStatus: 'Accepted',
  startTime: '2025-01-15T10:35:00Z',
  meterStart: 10_000,
  stopTime: null,
  remoteStarted: false,
};

async function expectCharging(station: Station): Promise<void> {
  await expect.poll(() => station.transactions(), SOON).toMatchObject([RUNNING]);
  const [transaction] = await station.transactions();
  expect(await station.connector(1)).toMatchObject({
    status: 'Charging',
    transactionId: transaction?.transactionId,
  });
}

test('#1 TC_001_CSMS cold boot: accepted, with the time and an interval; REST shows the charger and its connectors', async () => {
  const station = await Station.connected(account);
  const booted = await station.call('BootNotification', {
    chargePointVendor: 'ABB',
    chargePointModel: 'Terra AC',
    firmwareVersion: '1.8.32',
  });
  expect(booted).toEqual({
    status: 'Accepted',
    interval: expect.any(Number),
    currentTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  expect(booted['interval']).toBeGreaterThan(0);
  expect(Math.abs(Date.parse(String(booted['currentTime'])) - Date.now())).toBeLessThan(2_000);
  await station.status(0, 'Available');
  await station.status(1, 'Available');
  const before = (await station.read()) as { lastHeartbeat: string };
  expect(before).toMatchObject({
    isOnline: true,
    status: 'online',
    registration: 'Accepted',
    vendor: 'ABB',
    model: 'Terra AC',
    firmwareVersion: '1.8.32',
    connectors: [
      { connectorId: 0, status: 'Available' },
      { connectorId: 1, status: 'Available' },
    ],
    flags: {},
  });
  const beat = await station.call('Heartbeat', {});
  expect(Math.abs(Date.parse(String(beat['currentTime'])) - Date.now())).toBeLessThan(2_000);
  const after = (await station.read()) as { lastHeartbeat: string };
  expect(Date.parse(after.lastHeartbeat)).toBeGreaterThan(Date.parse(before.lastHeartbeat));
  await station.close();
});

test('#2 TC_003_CSMS session, plug-in first: the transaction runs with its tag, the charger’s time and its meter', async () => {
  const station = await Station.booted(account);
  await station.status(1, 'Preparing');
  expect(await station.authorize('VALID1')).toMatchObject({ status: 'Accepted', parentIdTag: 'GRP' });
  const { transactionId, idTagInfo } = await station.start();
  expect(transactionId).toBeGreaterThan(0);
  expect(idTagInfo.status).toBe('Accepted');
  await station.status(1, 'Charging');
  await expectCharging(station);
  await station.close();
});

test('#3 TC_004_1_CSMS session, identification first: an Authorize alone begins nothing', async () => {
  const station = await Station.booted(account);
  expect(await station.authorize('VALID1')).toMatchObject({ status: 'Accepted' });
  expect(await station.transactions()).toEqual([]);
  expect(await station.connector(1)).toMatchObject({ status: 'Available', transactionId: null });
  await station.status(1, 'Preparing');
  expect((await station.start()).idTagInfo.status).toBe('Accepted');
  await station.status(1, 'Charging');
  await expectCharging(station);
  await station.close();
});

test('#4 TC_004_2_CSMS identification first, then nobody plugs in: no transaction, the connector Available again', async () => {
  const station = await Station.booted(account);
  expect(await station.authorize('VALID1')).toMatchObject({ status: 'Accepted' });
  await station.status(1, 'Preparing');
  expect(await station.connector(1)).toMatchObject({ status: 'Preparing' });
  await station.status(1, 'Available');
  expect(await station.connector(1)).toMatchObject({ status: 'Available', transactionId: null });
  expect(await station.transactions()).toEqual([]);
  await station.close();
});

test('#5 TC_005_1_CSMS disconnected at the vehicle: ended with reason EVDisconnected and stop − start as energy', async () => {
  const station = await Station.booted(account);
  await station.status(1, 'Preparing');
  const { transactionId } = await station.start();
  await station.status(1, 'Charging');
  await station.status(1, 'SuspendedEV');
  expect(await station.stop(transactionId, { reason: 'EVDisconnected' })).toEqual({});
  await station.status(1, 'Finishing');
  await station.status(1, 'Available');
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      {
        status: 'completed',
        stopReason: 'EVDisconnected',
        energyDelivered: 18.73,
        meterStop: 28_730,
        stopTime: '2025-01-15T11:50:00Z',
        stoppedByIdTag: null,
        anomalies: [],
      },
    ]);
  expect(await station.connector(1)).toMatchObject({ status: 'Available', transactionId: null });
  await station.close();
});

test('#6 TC_007_CSMS session with an id from the charger’s cache: a start without Authorize is accepted', async () => {
  const station = await Station.booted(account);
  await station.status(1, 'Preparing');
  expect((await station.start()).idTagInfo).toMatchObject({ status: 'Accepted', parentIdTag: 'GRP' });
  await station.status(1, 'Charging');
  await expectCharging(station);
  await station.close();
});

test('#23 TC_024_CSMS connector lock failure: the connector is shown Faulted with its error code', async () => {
  const station = await Station.booted(account);
  await station.authorize('VALID1');
  await station.status(1, 'Preparing');
  await station.status(1, 'Faulted', { errorCode: 'ConnectorLockFailure' });
  expect(await station.connector(1)).toMatchObject({ status: 'Faulted', errorCode: 'ConnectorLockFailure' });
  expect(await station.transactions()).toEqual([]);
  await station.close();
});

test('#34 TC_064_CSMS DataTransfer of an unknown vendor: UnknownVendorId, without data, and in the wire trace', async () => {
  const station = await Station.booted(account);
  const sent = { vendorId: 'com.example.unknown', messageId: 'Hello', data: '{"a":"b"}' };
  expect(await station.call('DataTransfer', sent)).toEqual({ status: 'UnknownVendorId' });
  const { body } = await account.get(`/chargers/${station.chargeBoxId}/messages?action=DataTransfer`);
  const { messages } = body as { messages: { text: string }[] };
  expect(messages).toMatchObject([
    { direction: 'fromCentralSystem', kind: 'callResult' },
    { direction: 'fromChargePoint', kind: 'call' },
  ]);
  expect(JSON.parse(messages[1]?.text ?? '')).toEqual([2, expect.any(String), 'DataTransfer', sent]);
  await station.close();
});
