import { describe, expect, test } from 'vitest';
import { transactionsOf } from '../../support/account.ts';
import { flagsOf, meterValuesOf, readConnector } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { begin, end, register, sample, expectTransaction } from '../../support/quirky-session.ts';
import { newAccount, sharedServer } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

const IMPORT = 'Energy.Active.Import.Register';

async function newestTransaction(chargeBoxId: string) {
  const [transaction] = await transactionsOf(account, chargeBoxId);
  return transaction?.transactionId ?? '';
}

describe('meterStart and meterStop', () => {
  test('meterStart -1 (ABL SBC): unknown, energy is counted from the first sample: meterStartUnknown', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { meterStart: -1 });
    await sample(charger, { transactionId }, register('10000'), '2025-01-15T10:36:00Z');
    await end(charger, { transactionId, meterStop: 12_000 });
    await expectTransaction(account, chargeBoxId, {
      meterStart: -1,
      energyDelivered: 2,
      quality: ['estimated', 'gap'],
      anomalies: ['meterStartUnknown'],
    });
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ meterStartUnknown: 1 });
    await charger.close();
  });

  test('meterStop -1 (ABL SBC): unknown, the last sample stands in: meterStopMissing', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await sample(charger, { transactionId }, register('12450'));
    await end(charger, { transactionId, meterStop: -1 });
    await expectTransaction(account, chargeBoxId, {
      meterStop: -1,
      energyDelivered: 2.45,
      quality: ['estimated'],
      anomalies: ['meterStopMissing'],
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ meterStopMissing: 1 });
    await charger.close();
  });

  test('a fraction of a Wh (chargers used with shiv3’s simulator): rounded for the account, kept as sent, meterFractional', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { meterStart: 10_000.4 });
    await end(charger, { transactionId, meterStop: 28_730.5 });
    await expectTransaction(account, chargeBoxId, {
      meterStart: 10_000.4,
      meterStop: 28_730.5,
      energyDelivered: 18.731,
      anomalies: ['fractionalMeter', 'meterFractional'],
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ fractionalMeter: 2, meterFractional: 1 });
    await charger.close();
  });

  test('as text: its number, coercedNumber', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { meterStart: '10000', connectorId: '1' });
    await end(charger, { transactionId: String(transactionId), meterStop: '28730' });
    await expectTransaction(account, chargeBoxId, { connectorId: 1, energyDelivered: 18.73 });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ coercedNumber: 4 });
    await charger.close();
  });

  test('in kWh (cannot be told from the number): meterReadingMultiplier 1000', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, {
      settings: { meterReadingMultiplier: 1000 },
    });
    await end(charger, { transactionId: await begin(charger, { meterStart: 10 }), meterStop: 28.73 });
    await expectTransaction(account, chargeBoxId, {
      meterStart: 10,
      meterStop: 28.73,
      energyDelivered: 18.73,
    });
    const next = { meterStart: 30.73, timestamp: '2025-01-15T14:00:00Z' };
    await begin(charger, next);
    await expectTransaction(account, chargeBoxId, { status: 'in_progress', unaccountedEnergy: 2 });
    await charger.close();
  });

  test('below the start (a register that was exchanged): 0 and not less, meterStopBelowStart', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await end(charger, { transactionId: await begin(charger), meterStop: 500 });
    await expectTransaction(account, chargeBoxId, { energyDelivered: 0, anomalies: ['meterStopBelowStart'] });
    await charger.close();
  });
});

describe('the register', () => {
  test('that begins anew after a reboot (chargers used with Java-OCA-OCPP): both parts count, meterReset', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    for (const [minute, value] of [
      [40, '12000'],
      [45, '13000'],
      [50, '200'],
      [55, '900'],
    ] as const) {
      await sample(charger, { transactionId }, register(value), `2025-01-15T10:${minute}:00Z`);
    }
    await end(charger, { transactionId, meterStop: 1_500, timestamp: '2025-01-15T11:00:00Z' });
    await expectTransaction(account, chargeBoxId, {
      energyDelivered: 4.5,
      quality: expect.arrayContaining(['meterReset']),
      anomalies: expect.arrayContaining(['meterReset', 'meterStopBelowStart']),
    });
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ meterReset: 1 });
    await charger.close();
  });

  test('that begins at 0 with each session (MicroOcpp): nothing is unaccounted', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await end(charger, { transactionId: await begin(charger, { meterStart: 0 }), meterStop: 5_000 });
    const next = { meterStart: 0, timestamp: '2025-01-15T14:00:00Z' };
    const transactionId = await begin(charger, next);
    await end(charger, { transactionId, meterStop: 3_000, timestamp: '2025-01-15T15:00:00Z' });
    await expectTransaction(account, chargeBoxId, {
      energyDelivered: 3,
      unaccountedEnergy: null,
      anomalies: [],
    });
    await charger.close();
  });

  test('of the session in samples, of a lifetime in meterStart (MicroOcpp): samplesOnOtherScale', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { meterStart: 500_000 });
    await sample(charger, { transactionId }, register('0'), '2025-01-15T10:36:00Z');
    await sample(charger, { transactionId }, register('2000'), '2025-01-15T10:45:00Z');
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2, anomalies: ['samplesOnOtherScale'] });
    await end(charger, { transactionId, meterStop: 502_500 });
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2.5, quality: ['exact'] });
    await charger.close();
  });
});

describe('units', () => {
  test('none (most chargers): Wh, W, A and V', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    const values = [
      { value: '12450' },
      { value: '7200', measurand: 'Power.Active.Import' },
      { value: '230', measurand: 'Voltage' },
    ];
    await sample(charger, { transactionId }, values);
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2.45, powerKw: 7.2, anomalies: [] });
    expect(await meterValuesOf(account, await newestTransaction(chargeBoxId))).toEqual(
      expect.arrayContaining([expect.objectContaining({ measurand: 'Voltage', value: 230, unit: 'V' })]),
    );
    await charger.close();
  });

  test('kWh labelled Wh (OpenEVSE), W labelled kW (Autel): settings.meterUnits, also for what has come already', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { meterStart: 0 });
    const values = [...register('2.45'), { value: '7200', measurand: 'Power.Active.Import', unit: 'kW' }];
    await sample(charger, { transactionId }, values);
    const settings = { meterUnits: { energy: 'kWh', power: 'W' } };
    expect((await account.patch(`/chargers/${chargeBoxId}`, { settings })).status).toBe(200);
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2.45, powerKw: 7.2 });
    await sample(charger, { transactionId }, register('3.5'), '2025-01-15T10:50:00Z');
    await expectTransaction(account, chargeBoxId, { energyDelivered: 3.5 });
    expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({ energyDelivered: 3.5 });
    await charger.close();
  });

  test('Wh on a voltage (firmware that writes out the standard’s default): the measurand’s own unit, unitMismatch', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await sample(charger, { transactionId }, [{ value: '230', measurand: 'Voltage', unit: 'Wh' }]);
    expect(await meterValuesOf(account, await newestTransaction(chargeBoxId))).toMatchObject([
      { value: 230, unit: 'V' },
    ]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ unitMismatch: 1 });
    await charger.close();
  });
});

describe('phases, contexts and formats', () => {
  test.each([
    ['by phase only (chargers used with lbbrhzn)', ['L1', 'L2', 'L3']],
    ['by phase against N', ['L1-N', 'L2-N', 'L3-N']],
  ])('energy %s: summed, phasesSummed', async (_, phases) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { meterStart: 9_000 });
    const byPhase = (value: string) =>
      phases.map((phase) => ({ value, measurand: IMPORT, unit: 'Wh', phase }));
    await sample(charger, { transactionId }, byPhase('3000'), '2025-01-15T10:36:00Z');
    await sample(charger, { transactionId }, byPhase('3500'), '2025-01-15T10:45:00Z');
    await expectTransaction(account, chargeBoxId, { energyDelivered: 1.5, anomalies: ['phasesSummed'] });
    await charger.close();
  });

  test('a current on phase N (chargers used with lbbrhzn) is no part of the power', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    const power = ['L1', 'L2', 'L3'].map((phase) => ({
      value: '2400',
      measurand: 'Power.Active.Import',
      unit: 'W',
      phase,
    }));
    const neutral = { value: '31', measurand: 'Current.Import', unit: 'A', phase: 'N' };
    await sample(charger, { transactionId }, [...power, neutral]);
    await expectTransaction(account, chargeBoxId, { powerKw: 7.2 });
    expect(await flagsOf(account, chargeBoxId)).toEqual({});
    await charger.close();
  });

  test('no context (chargers used with lbbrhzn): a periodic sample', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await sample(charger, { transactionId: await begin(charger) }, register('12450'));
    expect(await meterValuesOf(account, await newestTransaction(chargeBoxId))).toMatchObject([
      { context: 'Sample.Periodic', value: 12_450 },
    ]);
    await charger.close();
  });

  test('signed data (OCMF): kept word for word, never read as a number', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    const signed = {
      value: 'OCMF|{"RD":[{"RV":99999}]}|{"SD":"30"}',
      format: 'SignedData',
      context: 'Transaction.End',
    };
    await end(charger, {
      transactionId,
      transactionData: [{ timestamp: '2025-01-15T11:50:00Z', sampledValue: [signed] }],
    });
    await expectTransaction(account, chargeBoxId, {
      energyDelivered: 18.73,
      quality: ['exact'],
      anomalies: [],
    });
    expect(await meterValuesOf(account, await newestTransaction(chargeBoxId))).toMatchObject([
      { value: null, raw: signed },
    ]);
    await charger.close();
  });
});

test('samples out of order and twice (legitimate, and retried): by their time, each once', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const transactionId = await begin(charger);
  for (const [minute, value] of [
    [50, '13000'],
    [40, '11000'],
    [45, '12000'],
    [40, '11000'],
  ] as const) {
    await sample(charger, { transactionId }, register(value), `2025-01-15T10:${minute}:00Z`);
  }
  await expectTransaction(account, chargeBoxId, { energyDelivered: 3, anomalies: [] });
  const series = await meterValuesOf(account, await newestTransaction(chargeBoxId));
  expect(series.map(({ value }) => value)).toEqual([11_000, 12_000, 13_000]);
  await charger.close();
});

test('a session’s and a lifetime’s register under one measurand (chargers used with lbbrhzn): the one of meterStart counts', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const transactionId = await begin(charger);
  for (const [minute, ofSession, ofLifetime] of [
    [40, '500', '10500'],
    [45, '2450', '12450'],
  ] as const) {
    const both = [...register(ofSession), ...register(ofLifetime, { context: 'Sample.Clock' })];
    await sample(charger, { transactionId }, both, `2025-01-15T10:${minute}:00Z`);
  }
  await expectTransaction(account, chargeBoxId, { energyDelivered: 2.45, anomalies: [] });
  await end(charger, { transactionId });
  await expectTransaction(account, chargeBoxId, { energyDelivered: 18.73, quality: ['exact'] });
  await charger.close();
});
