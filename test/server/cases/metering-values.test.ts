import { expect, test } from 'vitest';
import { transactionsOf } from '../../support/account.ts';
import { start } from '../../support/charger-messages.ts';
import { flagsOf, meterValuesOf, SOON } from '../../support/charger-view.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
await registerCaseTags(account);

/** A charger in strict mode with a transaction that began at 10,000 Wh. */
async function charging() {
  const station = await Station.booted(account);
  const { transactionId } = await station.start();
  await expect.poll(() => station.transactions(), SOON).toHaveLength(1);
  const [transaction] = await station.transactions();
  return { station, number: transactionId, transactionId: transaction?.transactionId ?? '' };
}

/** A charger that may say anything, with such a transaction. */
async function chargingRaw() {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const [, , started] = await charger.call('StartTransaction', start({ idTag: 'VALID1' }));
  await expect.poll(() => transactionsOf(account, chargeBoxId), SOON).toHaveLength(1);
  const [transaction] = await transactionsOf(account, chargeBoxId);
  return {
    chargeBoxId,
    charger,
    number: (started as { transactionId: number }).transactionId,
    transactionId: transaction?.transactionId ?? '',
    async send(meterValue: unknown) {
      const values = { connectorId: 1, transactionId: transaction?.ocppTransactionId, meterValue };
      expect(await charger.call('MeterValues', values)).toEqual([3, expect.any(String), {}]);
    },
  };
}

const AT = '2025-01-15T10:45:00Z';

test('#214 X-M01: a sample with a value alone is the energy register in Wh', async () => {
  const { station, number } = await charging();
  await station.samples(number, AT, [{ value: '12450' }]);
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ energyDelivered: 2.45 }]);
  await station.close();
});

test('#215 X-M02: kWh with decimals become Wh', async () => {
  const { station, number, transactionId } = await charging();
  await station.samples(number, AT, [{ value: '12.345', unit: 'kWh' }]);
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ energyDelivered: 2.345 }]);
  expect(await meterValuesOf(account, transactionId)).toMatchObject([
    { value: 12_345, unit: 'Wh', raw: { value: '12.345', unit: 'kWh' } },
  ]);
  await station.close();
});

test('#217 X-M04: of phases and their total the total counts', async () => {
  const { station, number } = await charging();
  const phases = ['L1', 'L2', 'L3'].map((phase) => ({ value: '4000', phase, unit: 'Wh' }));
  await station.samples(number, AT, [...phases, { value: '12450', unit: 'Wh' }]);
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ energyDelivered: 2.45 }]);
  await station.close();
});

test('#218 X-M05: of inlet and outlet the outlet counts', async () => {
  const { station, number } = await charging();
  await station.samples(number, AT, [
    { value: '99000', location: 'Inlet', unit: 'Wh' },
    { value: '12450', location: 'Outlet', unit: 'Wh' },
  ]);
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ energyDelivered: 2.45 }]);
  await station.close();
});

test.each(['NaN', '', '1,5'])(
  '#220 X-M07: the value "%s" is answered, not used, and flagged',
  async (value) => {
    const { charger, chargeBoxId, transactionId, send } = await chargingRaw();
    await send([{ timestamp: '2025-01-15T10:44:00Z', sampledValue: [{ value: '12000' }] }]);
    await send([{ timestamp: AT, sampledValue: [{ value }] }]);
    await expect
      .poll(() => transactionsOf(account, chargeBoxId), SOON)
      .toMatchObject([{ energyDelivered: 2 }]);
    expect(await meterValuesOf(account, transactionId)).toMatchObject([
      { value: 12_000 },
      { value: null, raw: { value } },
    ]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ invalidSampleValue: 1 });
    await charger.close();
  },
);

test.each([
  [{ value: '7', measurand: 'Request.Energy' }, 'unknownMeasurand'],
  [{ value: '7', unit: 'Parsec' }, 'unknownUnit'],
])(
  '#221 X-M08: the sample %j is answered, kept as it was sent, not used, and flagged',
  async (sample, flag) => {
    const { charger, chargeBoxId, transactionId, send } = await chargingRaw();
    await send([{ timestamp: AT, sampledValue: [sample, { value: '12450' }] }]);
    await expect
      .poll(() => transactionsOf(account, chargeBoxId), SOON)
      .toMatchObject([{ energyDelivered: 2.45, anomalies: expect.arrayContaining([flag]) }]);
    const series = await meterValuesOf(account, transactionId);
    expect(series).toHaveLength(2);
    expect(series).toEqual(expect.arrayContaining([expect.objectContaining({ value: null, raw: sample })]));
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ [flag]: 1 });
    await charger.close();
  },
);

test('#236 X-M23: state of charge, power, current and voltage are shown as they are now, in W, A, V and percent', async () => {
  const { station, number, transactionId } = await charging();
  for (const [minute, soc, kilowatts, ampere, volt] of [
    [40, '41', '7.1', '10.1', '228.9'],
    [45, '42', '7.4', '10.5', '230.2'],
  ]) {
    await station.samples(number, `2025-01-15T10:${minute}:00Z`, [
      { value: String(soc), measurand: 'SoC', unit: 'Percent', location: 'EV' },
      { value: String(kilowatts), measurand: 'Power.Active.Import', unit: 'kW' },
      { value: String(ampere), measurand: 'Current.Import', phase: 'L1', unit: 'A' },
      { value: String(volt), measurand: 'Voltage', phase: 'L1-N', unit: 'V' },
    ]);
  }
  await expect.poll(() => station.transactions(), SOON).toMatchObject([{ soc: 42, powerKw: 7.4 }]);
  expect(await station.connector(1)).toMatchObject({ soc: 42, powerKw: 7.4 });
  const newest = (await meterValuesOf(account, transactionId)).filter(({ timestamp }) => timestamp === AT);
  const shown = Object.fromEntries(newest.map(({ measurand, value, unit }) => [measurand, [value, unit]]));
  expect(shown).toEqual({
    'Current.Import': [10.5, 'A'],
    'Power.Active.Import': [7_400, 'W'],
    SoC: [42, 'Percent'],
    Voltage: [230.2, 'V'],
  });
  await station.close();
});

test('#241 X-M28: empty lists and single objects where lists belong are taken', async () => {
  const { charger, chargeBoxId, send } = await chargingRaw();
  await send([]);
  await send([{ timestamp: AT, sampledValue: [] }]);
  await send({ timestamp: AT, sampledValue: { value: '12450' } });
  await expect
    .poll(() => transactionsOf(account, chargeBoxId), SOON)
    .toMatchObject([{ energyDelivered: 2.45 }]);
  expect(await flagsOf(account, chargeBoxId)).toEqual({ emptyList: 2, singleObjectForArray: 2 });
  await charger.close();
});

test.each([
  ['2025-01-15T11:45:00+01:00', '2025-01-15T10:45:00Z'],
  ['2025-01-15T04:15:00.5-06:30', '2025-01-15T10:45:00.500Z'],
  ['2025-01-15T10:45:00.123456789Z', '2025-01-15T10:45:00.123Z'],
])('#242 X-M29: the time %s is shown in UTC', async (timestamp, shown) => {
  const { station, number, transactionId } = await charging();
  await station.samples(number, timestamp, [{ value: '12450' }]);
  await expect.poll(() => meterValuesOf(account, transactionId), SOON).toMatchObject([{ timestamp: shown }]);
  await station.stop(number, { timestamp });
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ stopTime: shown, energyDelivered: 18.73 }]);
  await station.close();
});

test('#244 X-M31: a triggered sample is shown as one', async () => {
  const { station, number, transactionId } = await charging();
  await station.samples(number, '2025-01-15T10:44:00Z', [{ value: '12000' }]);
  await station.samples(number, AT, [{ value: '12450', context: 'Trigger' }]);
  await expect
    .poll(() => meterValuesOf(account, transactionId), SOON)
    .toMatchObject([
      { context: 'Sample.Periodic', value: 12_000 },
      { context: 'Trigger', value: 12_450 },
    ]);
  expect(await station.transactions()).toMatchObject([{ energyDelivered: 2.45 }]);
  await station.close();
});
