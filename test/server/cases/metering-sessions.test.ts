import { expect, test } from 'vitest';
import { connectorMeterValuesOf, meterValuesOf, SOON } from '../../support/charger-view.ts';
import { registerCaseTags } from '../../support/id-tags.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);
await registerCaseTags(account);

async function charging(connectors = [0, 1]) {
  const station = await Station.booted(account, { connectors });
  const { transactionId } = await station.start();
  await expect.poll(() => station.transactions(), SOON).toHaveLength(1);
  return { station, number: transactionId };
}

/** The times of samples, a minute apart. */
const at = (minute: number) => new Date(Date.UTC(2025, 0, 15, 10, minute)).toISOString();

test('#223 X-M10: a register that is reset on the way adds up, never below 0, and is flagged', async () => {
  const { station, number } = await charging();
  for (const [minute, wh] of [
    [40, 10_500],
    [45, 11_000],
    [50, 100],
    [55, 600],
  ] as const) {
    await station.reading(number, at(minute), wh);
    const [running] = await station.transactions();
    expect(running?.energyDelivered).toBeGreaterThanOrEqual(0);
  }
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ energyDelivered: 1.6, anomalies: ['meterReset'], quality: ['meterReset'] }]);
  await station.stop(number, { meterStop: 1_000, timestamp: at(59) });
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      {
        status: 'completed',
        energyDelivered: 2,
        meterStop: 1_000,
        anomalies: expect.arrayContaining(['meterReset', 'meterStopBelowStart']),
      },
    ]);
  await station.close();
});

test('#224 X-M11: a single reading that drops out is ignored', async () => {
  const { station, number } = await charging();
  for (const [minute, wh] of [
    [40, 10_500],
    [45, 3],
    [50, 11_500],
  ] as const) {
    await station.reading(number, at(minute), wh);
  }
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ energyDelivered: 1.5, anomalies: ['meterOutlier'], quality: ['exact'] }]);
  await station.close();
});

test('#227 X-M14: samples that come out of order are sorted, and the newest counts', async () => {
  const { station, number } = await charging();
  for (const [minute, wh] of [
    [50, 12_000],
    [40, 10_500],
    [45, 11_000],
  ] as const) {
    await station.reading(number, at(minute), wh);
  }
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ energyDelivered: 2, anomalies: [] }]);
  const [transaction] = await station.transactions();
  const series = await meterValuesOf(account, transaction?.transactionId ?? '');
  expect(series.map(({ value }) => value)).toEqual([10_500, 11_000, 12_000]);
  await station.close();
});

test('#229 X-M16: samples without a transactionId belong to the transaction that runs on their connector', async () => {
  const { station } = await charging();
  await station.reading(undefined, at(45), 12_450);
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ energyDelivered: 2.45, anomalies: ['meterValuesWithoutTransaction'] }]);
  expect(await station.flags()).toEqual({ meterValuesWithoutTransaction: 1 });
  await station.close();
});

test('#230 X-M17: of a transactionId and another connector the transaction counts, and it is flagged', async () => {
  const { station, number } = await charging([0, 1, 2]);
  await station.samples(number, at(45), [{ value: '12450' }], 2);
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ connectorId: 1, energyDelivered: 2.45, anomalies: ['meterValuesWrongConnector'] }]);
  expect(await station.connector(2)).toMatchObject({ transactionId: null, energyDelivered: null });
  expect(await station.flags()).toEqual({ meterValuesWrongConnector: 1 });
  await station.close();
});

test('#232 X-M19: clock-aligned samples outside a session are kept, and begin none', async () => {
  const station = await Station.booted(account);
  await station.samples(undefined, at(45), [{ value: '12450', context: 'Sample.Clock' }]);
  expect(await connectorMeterValuesOf(account, station.chargeBoxId, 1)).toMatchObject([
    {
      timestamp: '2025-01-15T10:45:00Z',
      value: 12_450,
      unit: 'Wh',
      context: 'Sample.Clock',
      raw: { value: '12450' },
    },
  ]);
  expect(await station.transactions()).toEqual([]);
  expect(await station.connector(1)).toMatchObject({ status: 'Available', transactionId: null });
  expect(await station.flags()).toEqual({});
  await station.close();
});

test('#233 X-M20: a final reading below the first is answered; the energy is 0, and flagged', async () => {
  const { station, number } = await charging();
  expect(await station.stop(number, { meterStop: 9_000 })).toEqual({});
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      {
        status: 'completed',
        meterStop: 9_000,
        energyDelivered: 0,
        quality: ['negative'],
        anomalies: ['meterStopBelowStart'],
      },
    ]);
  expect(await station.flags()).toEqual({ meterStopBelowStart: 1 });
  await station.close();
});

test('#235 X-M22: what the meter counted between two sessions is reported as unaccounted', async () => {
  const station = await Station.booted(account);
  const first = await station.start({ meterStart: 0 });
  await station.stop(first.transactionId, { meterStop: 1_000 });
  await station.start({ meterStart: 1_500, timestamp: '2025-01-15T12:00:00Z' });
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([
      { status: 'in_progress', unaccountedEnergy: 0.5, anomalies: ['unaccountedEnergy'] },
      { status: 'completed', unaccountedEnergy: null, anomalies: [] },
    ]);
  expect(await station.flags()).toEqual({ unaccountedEnergy: 1 });
  await station.close();
});

test('#238 X-M25: an export register is a series of its own, and takes nothing off the energy', async () => {
  const { station, number } = await charging();
  for (const [minute, importWh, exportWh] of [
    [40, 10_500, 200],
    [45, 12_450, 900],
  ] as const) {
    await station.samples(number, at(minute), [
      { value: String(importWh), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
      { value: String(exportWh), measurand: 'Energy.Active.Export.Register', unit: 'Wh' },
    ]);
  }
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ energyDelivered: 2.45, energyExported: 0.7, anomalies: [] }]);
  const [transaction] = await station.transactions();
  const series = await meterValuesOf(account, transaction?.transactionId ?? '');
  const exported = series.filter(({ measurand }) => measurand === 'Energy.Active.Export.Register');
  expect(exported.map(({ value, unit }) => [value, unit])).toEqual([
    [200, 'Wh'],
    [900, 'Wh'],
  ]);
  await station.stop(number);
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ status: 'completed', energyDelivered: 18.73, energyExported: 0.7 }]);
  await station.close();
});

test('#239 X-M26: the intervals of a charger that has no register are added up', async () => {
  const { station, number } = await charging();
  for (const [minute, wh] of [
    [40, 300],
    [45, 450],
    [50, 250],
  ] as const) {
    await station.samples(number, at(minute), [
      { value: String(wh), measurand: 'Energy.Active.Import.Interval', unit: 'Wh' },
    ]);
  }
  await expect
    .poll(() => station.transactions(), SOON)
    .toMatchObject([{ energyDelivered: 1, anomalies: ['intervalEnergyOnly'], quality: ['estimated'] }]);
  await station.close();
});
