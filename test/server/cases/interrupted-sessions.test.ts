import { expect, test } from 'vitest';
import { boot } from '../../support/charger-messages.ts';
import { SOON } from '../../support/charger-view.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
await registerCaseTags(account);

async function charging() {
  const station = await Station.booted(account);
  await station.authorize('VALID1');
  await station.status(1, 'Preparing');
  const { transactionId } = await station.start();
  await station.status(1, 'Charging');
  return { station, transactionId };
}

async function dropAndReturn(station: Station): Promise<void> {
  await station.drop();
  await expect.poll(() => station.read(), SOON).toMatchObject({ isOnline: false });
  await station.connect();
}

test('#28 TC_032_1_CSMS power failure: the session stays open until the stop, and ends with reason PowerLoss', async () => {
  const { station, transactionId } = await charging();
  await station.drop();
  await expect.poll(() => station.read(), SOON).toMatchObject({ isOnline: false });
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ status: 'in_progress' }]);
  await station.connect();
  expect(await station.call('BootNotification', boot())).toMatchObject({ status: 'Accepted' });
  await station.status(0, 'Available');
  await station.status(1, 'Finishing');
  expect(await station.transactions()).toMatchObject([{ status: 'in_progress', stopReason: null }]);
  expect(await station.stop(transactionId, { reason: 'PowerLoss' })).toEqual({});
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ status: 'completed', stopReason: 'PowerLoss', energyDelivered: 18.73, anomalies: [] }]);
  await station.close();
});

test('#29 TC_037_1_CSMS offline start with a valid tag: accepted, and began at the charger’s past time', async () => {
  const station = await Station.booted(account);
  await dropAndReturn(station);
  const timestamp = new Date(Date.now() - 3_600_000).toISOString();
  expect((await station.start({ timestamp })).idTagInfo.status).toBe('Accepted');
  await station.status(1, 'Charging');
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      { status: 'in_progress', startTime: timestamp, durationMinutes: 60, authorizationStatus: 'Accepted' },
    ]);
  await station.close();
});

test('#30 TC_037_3_CSMS offline start with an invalid tag: Invalid with a number, and the transaction is kept with its energy', async () => {
  const station = await Station.booted(account);
  await dropAndReturn(station);
  const { transactionId, idTagInfo } = await station.start({ idTag: 'UNKNOWN' });
  expect(idTagInfo).toEqual({ status: 'Invalid' });
  await station.status(1, 'Charging');
  expect(await station.stop(transactionId, { reason: 'DeAuthorized' })).toEqual({});
  await station.status(1, 'Finishing');
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      {
        ocppTransactionId: transactionId,
        idTag: 'UNKNOWN',
        status: 'completed',
        authorizationStatus: 'Invalid',
        stopReason: 'DeAuthorized',
        energyDelivered: 18.73,
      },
    ]);
  await station.close();
});

test('#31 TC_039_CSMS offline transaction: a complete session of the past, with the charger’s times', async () => {
  const station = await Station.booted(account);
  await dropAndReturn(station);
  const { transactionId, idTagInfo } = await station.start();
  expect(idTagInfo.status).toBe('Accepted');
  expect(await station.stop(transactionId, { reason: 'Local' })).toEqual({});
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      {
        status: 'completed',
        startTime: '2025-01-15T10:35:00Z',
        stopTime: '2025-01-15T11:50:00Z',
        durationMinutes: 75,
        energyDelivered: 18.73,
        stopReason: 'Local',
        anomalies: [],
      },
    ]);
  await station.close();
});

test('#187 X-X18: connection lost during a transaction: samples go on, the stop ends it, and it is one session', async () => {
  const { station, transactionId } = await charging();
  await station.reading(transactionId, '2025-01-15T10:45:00Z', 12_450);
  await dropAndReturn(station);
  await station.reading(transactionId, '2025-01-15T10:47:00Z', 13_000);
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ status: 'in_progress', energyDelivered: 3 }]);
  expect(await station.stop(transactionId)).toEqual({});
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      { status: 'completed', energyDelivered: 18.73, ocppTransactionId: transactionId, anomalies: [] },
    ]);
  await station.close();
});

test('#190 X-X21: a soft reset during a transaction: it stops before it goes, with reason SoftReset', async () => {
  const { station, transactionId } = await charging();
  expect(await station.stop(transactionId, { reason: 'SoftReset' })).toEqual({});
  await dropAndReturn(station);
  expect(await station.call('BootNotification', boot())).toMatchObject({ status: 'Accepted' });
  await station.status(1, 'Finishing');
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ status: 'completed', stopReason: 'SoftReset', energyDelivered: 18.73 }]);
  await station.close();
});

test('#190 X-X21: a hard reset during a transaction: a stop into the closing socket, and again after the boot, is one stop', async () => {
  const { station, transactionId } = await charging();
  // Nobody hears the answer, if there is one.
  const lost = station.stop(transactionId, { reason: 'HardReset' }).catch(() => null);
  await dropAndReturn(station);
  await lost;
  expect(await station.call('BootNotification', boot())).toMatchObject({ status: 'Accepted' });
  expect(await station.stop(transactionId, { reason: 'HardReset' })).toEqual({});
  await station.status(1, 'Finishing');
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      {
        status: 'completed',
        stopReason: 'HardReset',
        energyDelivered: 18.73,
        ocppTransactionId: transactionId,
      },
    ]);
  await station.close();
});

test('#191 X-X22: emergency stop: the transaction has ended for that reason, and the connector is shown Faulted', async () => {
  const { station, transactionId } = await charging();
  await station.status(1, 'Faulted', { errorCode: 'OtherError', info: 'emergency stop' });
  expect(await station.stop(transactionId, { reason: 'EmergencyStop' })).toEqual({});
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ status: 'completed', stopReason: 'EmergencyStop' }]);
  expect(await station.connector(1)).toMatchObject({
    status: 'Faulted',
    errorCode: 'OtherError',
    info: 'emergency stop',
    transactionId: null,
  });
  await station.close();
});

test('#200 X-X31: unplugged at the vehicle without a stop (StopTransactionOnEVSideDisconnect false): one session goes on', async () => {
  const { station, transactionId } = await charging();
  await station.status(1, 'SuspendedEV', { info: 'EV side disconnected' });
  expect(await station.connector(1)).toMatchObject({ status: 'SuspendedEV', info: 'EV side disconnected' });
  expect(await station.transactions()).toMatchObject([{ status: 'in_progress' }]);
  await station.status(1, 'Charging');
  expect(await station.connector(1)).toMatchObject({ status: 'Charging', info: null });
  expect(await station.stop(transactionId)).toEqual({});
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      { status: 'completed', energyDelivered: 18.73, ocppTransactionId: transactionId, anomalies: [] },
    ]);
  await station.close();
});
