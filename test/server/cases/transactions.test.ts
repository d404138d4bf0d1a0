import { describe, expect, test } from 'vitest';
import { transactionsOf } from '../../support/account.ts';
import { start, stop } from '../../support/charger-messages.ts';
import {
  connectorMeterValuesOf,
  exampleOf,
  flagsOf,
  meterValuesOf,
  readCharger,
  SOON,
} from '../../support/charger-view.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
await registerCaseTags(account);

test.each([
  [0, 'startWithoutConnector'],
  [9, 'connectorWithoutStatus'],
  [-1, 'startWithoutConnector'],
])('#173 X-X04: a start on connector %i is given a number, and flagged %s', async (connectorId, flag) => {
  const station = await Station.booted(account);
  const { transactionId, idTagInfo } = await station.start({ connectorId });
  expect(idTagInfo.status).toBe('Accepted');
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      { ocppTransactionId: transactionId, connectorId, anomalies: [flag], status: 'in_progress' },
    ]);
  expect(await station.flags()).toEqual({ [flag]: 1 });
  await station.close();
});

describe('the tag that stops (OCPP 1.6 4.10)', () => {
  test('#175 X-X06: the same one, in another case, is Accepted', async () => {
    const station = await Station.booted(account);
    const { transactionId } = await station.start();
    expect(await station.stop(transactionId, { idTag: 'valid1', reason: 'Local' })).toEqual({
      idTagInfo: { status: 'Accepted', parentIdTag: 'GRP' },
    });
    await expect
      .poll(() => station.transactions(), SOON)
      .toMatchObject([{ status: 'completed', idTag: 'VALID1', stoppedByIdTag: 'valid1', anomalies: [] }]);
    await station.close();
  });

  test('#176 X-X07: one of the same group is Accepted with the group, and recorded as who stopped', async () => {
    const station = await Station.booted(account);
    const { transactionId } = await station.start();
    expect(await station.stop(transactionId, { idTag: 'VALID2', reason: 'Local' })).toEqual({
      idTagInfo: { status: 'Accepted', parentIdTag: 'GRP' },
    });
    await expect
      .poll(() => station.transactions(), SOON)
      .toMatchObject([{ status: 'completed', idTag: 'VALID1', stoppedByIdTag: 'VALID2', anomalies: [] }]);
    await station.close();
  });
});

test('#178 X-X09: a stop without a reason is Local', async () => {
  const station = await Station.booted(account);
  const { transactionId } = await station.start();
  const { reason: _, ...withoutReason } = stop({ transactionId });
  expect(await station.call('StopTransaction', withoutReason)).toEqual({});
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ status: 'completed', stopReason: 'Local', anomalies: [] }]);
  await station.close();
});

const REASONS = [
  'DeAuthorized',
  'EmergencyStop',
  'EVDisconnected',
  'HardReset',
  'Local',
  'Other',
  'PowerLoss',
  'Reboot',
  'Remote',
  'SoftReset',
  'UnlockCommand',
];

test('#179 X-X10: all eleven reasons of a stop are kept', async () => {
  const station = await Station.booted(account);
  for (const [hour, reason] of REASONS.entries()) {
    const time = (minute: number) => new Date(Date.UTC(2025, 0, 15, hour, minute)).toISOString();
    const { transactionId } = await station.start({ timestamp: time(0) });
    expect(await station.stop(transactionId, { timestamp: time(30), reason })).toEqual({});
  }
  const reasons = async () => (await station.transactions()).map(({ stopReason }) => stopReason);
  await expect.poll(reasons, SOON).toEqual(REASONS.toReversed());
  await station.close();
});

test('#179 X-X10: a reason that nobody knows is answered, shown as Other, and what was sent is kept', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const [, , started] = await charger.call('StartTransaction', start({ idTag: 'VALID1' }));
  const { transactionId } = started as { transactionId: number };
  const [type, , confirmation] = await charger.call(
    'StopTransaction',
    stop({ transactionId, reason: 'Bored' }),
  );
  expect([type, confirmation]).toEqual([3, {}]);
  await expect
    .poll(() => transactionsOf(account, chargeBoxId), SOON)
    .toMatchObject([{ status: 'completed', stopReason: 'Other', energyDelivered: 18.73 }]);
  expect(await flagsOf(account, chargeBoxId)).toEqual({ unknownEnum: 1 });
  expect(await exampleOf(account, chargeBoxId, 'unknownEnum')).toBe('reason: Bored');
  await charger.close();
});

test('#181 X-X12: meter values of transaction −1 are answered and kept with their connector', async () => {
  const station = await Station.booted(account);
  await station.reading(-1, '2025-01-15T10:45:00Z', 12_450);
  expect(await connectorMeterValuesOf(account, station.chargeBoxId, 1)).toMatchObject([
    { timestamp: '2025-01-15T10:45:00Z', connectorId: 1, value: 12_450, unit: 'Wh' },
  ]);
  expect(await station.transactions()).toEqual([]);
  expect(await station.flags()).toEqual({ meterValuesUnknownTransaction: 1 });
  await station.close();
});

test('#185 X-X16: two connectors that start in the same second are two sessions, and each stop ends its own', async () => {
  const station = await Station.booted(account, { connectors: [0, 1, 2] });
  const one = await station.start({ connectorId: 1, meterStart: 1_000 });
  const two = await station.start({ connectorId: 2, meterStart: 5_000, idTag: 'VALID2' });
  expect(two.transactionId).not.toBe(one.transactionId);
  await station.status(1, 'Charging');
  await station.status(2, 'Charging');
  const sample = (wh: number) => [{ value: String(wh), unit: 'Wh' }];
  await station.samples(two.transactionId, '2025-01-15T10:45:00Z', sample(5_700), 2);
  await station.samples(one.transactionId, '2025-01-15T10:45:00Z', sample(1_300), 1);
  await expect.poll(() => station.connector(1), SOON).toMatchObject({ energyDelivered: 0.3 });
  expect(await station.connector(2)).toMatchObject({ energyDelivered: 0.7 });
  expect(await station.stop(two.transactionId, { meterStop: 6_000 })).toEqual({});
  expect(await station.connector(1)).toMatchObject({ transactionId: expect.any(String) });
  expect(await station.connector(2)).toMatchObject({ transactionId: null });
  expect(await station.stop(one.transactionId, { meterStop: 3_000 })).toEqual({});
  await expect
    .poll(
      async () =>
        (await station.transactions()).toSorted((a, b) => a.ocppTransactionId - b.ocppTransactionId),
      SOON,
    )
    .toMatchObject([
      { connectorId: 1, idTag: 'VALID1', status: 'completed', energyDelivered: 2, anomalies: [] },
      { connectorId: 2, idTag: 'VALID2', status: 'completed', energyDelivered: 1, anomalies: [] },
    ]);
  await station.close();
});

test('#194 X-X25: a dead session that is closed by hand has ended as estimated; a late stop is answered and its values stand', async () => {
  const station = await Station.booted(account);
  const { transactionId: number } = await station.start();
  await station.reading(number, '2025-01-15T10:45:00Z', 12_450);
  await expect.poll(() => station.transactions(), SOON).toHaveLength(1);
  const [transaction] = await station.transactions();
  const path = `/transactions/${transaction?.transactionId}`;
  expect(await account.post(`${path}/close`)).toMatchObject({
    status: 200,
    body: {
      status: 'completed',
      stopReason: null,
      meterStop: null,
      energyDelivered: 2.45,
      quality: expect.arrayContaining(['estimated']),
    },
  });
  await expect.poll(() => account.get(path), SOON).toMatchObject({ body: { status: 'completed' } });
  expect(await station.connector(1)).toMatchObject({ transactionId: null });
  expect(await account.post(`${path}/stop`)).toMatchObject({ status: 409 });
  expect(await station.stop(number, { reason: 'Local' })).toEqual({});
  await expect
    .poll(() => account.get(path), SOON)
    .toMatchObject({
      body: {
        status: 'completed',
        stopReason: 'Local',
        meterStop: 28_730,
        energyDelivered: 18.73,
        stopTime: '2025-01-15T11:50:00Z',
        quality: ['exact'],
      },
    });
  expect(await station.transactions()).toHaveLength(1);
  await station.close();
});

test('#226 X-M13: a sample counts once, however often it comes: sent again, and again in the transactionData', async () => {
  const station = await Station.booted(account);
  const { transactionId } = await station.start();
  const interval = [{ value: '500', measurand: 'Energy.Active.Import.Interval', unit: 'Wh' }];
  for (let time = 0; time < 3; time += 1) {
    await station.samples(transactionId, '2025-01-15T10:45:00Z', interval);
  }
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ energyDelivered: 0.5 }]);
  const transactionData = [{ timestamp: '2025-01-15T10:45:00Z', sampledValue: interval }];
  expect(await station.stop(transactionId, { meterStop: -1, transactionData })).toEqual({});
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ status: 'completed', energyDelivered: 0.5 }]);
  const [transaction] = await station.transactions();
  expect(await meterValuesOf(account, transaction?.transactionId ?? '')).toHaveLength(1);
  expect(await readCharger(account, station.chargeBoxId)).toMatchObject({ isOnline: true });
  await station.close();
});
