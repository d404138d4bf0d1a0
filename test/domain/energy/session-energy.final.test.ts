import { describe, expect, test } from 'vitest';

import { sessionEnergy } from '../../../src/domain/energy/session-energy.ts';
import { ended, MINUTE, meterValue, register, START, samplesOf, session } from './meter.ts';

describe('final energy is meterStop less meterStart', () => {
  test.each([
    [10_000, 28_730, 18_730],
    [0, 0, 0],
    [0, 18_730, 18_730],
    [10_000, 10_000, 0],
  ])('%d to %d Wh is %d Wh, exact', (meterStart, meterStop, energyWh) => {
    expect(sessionEnergy(ended(meterStart, meterStop))).toMatchObject({
      energyWh,
      quality: ['exact'],
      anomalies: [],
      meterStartWh: meterStart,
      meterStopWh: meterStop,
    });
  });

  test.each([
    [10_000.4, 28_730.5, 10_000, 28_731, 18_731],
    [10_000.5, 28_730, 10_001, 28_730, 18_729],
  ])(
    'fractions %d and %d are rounded half up and flagged',
    (meterStart, meterStop, start, stop, energyWh) => {
      expect(sessionEnergy(ended(meterStart, meterStop))).toMatchObject({
        energyWh,
        meterStartWh: start,
        meterStopWh: stop,
        anomalies: ['meterFractional'],
      });
    },
  );

  test('a charger known to send kWh has its readings multiplied', () => {
    expect(sessionEnergy({ ...ended(12.345, 21.4), unitMultiplier: 1000 })).toMatchObject({
      meterStartWh: 12_345,
      meterStopWh: 21_400,
      energyWh: 9055,
      anomalies: [],
    });
  });

  test('an end that is our own estimate is never exact', () => {
    expect(sessionEnergy({ ...ended(1000, 3000), isMeterStopEstimated: true })).toMatchObject({
      energyWh: 2000,
      quality: ['estimated'],
    });
  });
});

describe('resets and stray readings', () => {
  test('#223 X-M10: a reset while it runs adds up, and is flagged', () => {
    expect(sessionEnergy(session(10_000, register(10_500, 11_000, 200, 400)))).toMatchObject({
      energyWh: 1400,
      quality: ['meterReset'],
      anomalies: ['meterReset'],
    });
  });

  test('#223 X-M10: the final reading after a reset lies below the first, and the parts are billed', () => {
    expect(sessionEnergy(ended(10_000, 500, register(10_500, 11_000, 200, 400)))).toMatchObject({
      energyWh: 1500,
      quality: ['meterReset'],
      anomalies: ['meterReset', 'meterStopBelowStart'],
    });
  });

  test('#223 X-M10: a final reading above meterStart after a reset does not hide it', () => {
    expect(sessionEnergy(ended(0, 600, register(500, 1000, 100, 300)))).toMatchObject({
      energyWh: 1600,
      quality: ['meterReset'],
    });
    expect(sessionEnergy(ended(0, 500, register(1000, 2000, 100)))).toMatchObject({ energyWh: 2500 });
  });

  test('a final reading back on the old scale shows that the register never fell', () => {
    const samples = register(100_500, 101_000, 0, 0, 0);
    expect(
      sessionEnergy({ ...ended(100_000, 102_000, samples), stoppedAt: START + 6 * MINUTE }),
    ).toMatchObject({
      energyWh: 2000,
      quality: ['exact'],
    });
  });

  test('#224 X-M11: a single dropout is ignored', () => {
    const samples = register(10_500, 0, 11_000);
    expect(sessionEnergy(session(10_000, samples))).toMatchObject({
      energyWh: 1000,
      quality: ['exact'],
      anomalies: ['meterOutlier'],
    });
    expect(sessionEnergy(ended(10_000, 11_200, samples))).toMatchObject({
      energyWh: 1200,
      quality: ['exact'],
    });
  });

  test('#224 X-M11: a dropout as the very first sample is ignored', () => {
    expect(sessionEnergy(session(10_000, register(0, 10_400, 10_800))).energyWh).toBe(800);
  });

  test('a stray high reading is billed by nobody', () => {
    for (const samples of [register(99_999_999, 10_400, 10_800), register(10_400, 99_999_999, 10_800)]) {
      expect(sessionEnergy(session(10_000, samples))).toMatchObject({
        energyWh: 800,
        anomalies: ['meterOutlier'],
      });
      expect(sessionEnergy(ended(10_000, 11_000, samples))).toMatchObject({
        energyWh: 1000,
        quality: ['exact'],
      });
    }
  });

  test('#224 X-M11: a dropout as the last sample is ignored by live and final energy', () => {
    const samples = register(10_500, 11_000, 0);
    expect(sessionEnergy(session(10_000, samples)).energyWh).toBe(1000);
    expect(sessionEnergy(ended(10_000, 11_200, samples))).toMatchObject({
      energyWh: 1200,
      quality: ['exact'],
      anomalies: ['meterOutlier'],
    });
  });
});

describe('problems of the final reading', () => {
  test.each([null, -1])('meterStop %j: the last live energy, estimated', (meterStop) => {
    expect(sessionEnergy(ended(10_000, meterStop, register(10_500, 12_450)))).toMatchObject({
      energyWh: 2450,
      quality: ['estimated'],
      anomalies: ['meterStopMissing'],
      meterStopWh: null,
    });
  });

  test('no final reading and no samples: nothing is known', () => {
    expect(sessionEnergy(ended(10_000, null))).toMatchObject({ energyWh: null, quality: ['estimated'] });
  });

  test('meterStop 0 while samples show energy: reported as it is, billed by the samples', () => {
    expect(sessionEnergy(ended(0, 0, register(300, 500)))).toMatchObject({
      energyWh: 500,
      meterStopWh: 0,
      quality: ['estimated'],
      anomalies: ['meterStopZero'],
    });
    expect(sessionEnergy(ended(10_000, 0, register(10_300, 10_500)))).toMatchObject({
      energyWh: 500,
      meterStopWh: 0,
      quality: ['estimated', 'negative'],
      anomalies: ['meterStopBelowStart', 'meterStopZero'],
    });
  });

  test('meterStop below the last sample: the final reading counts, flagged', () => {
    expect(sessionEnergy(ended(10_000, 11_000, register(10_500, 12_000)))).toMatchObject({
      energyWh: 1000,
      quality: ['estimated'],
      anomalies: ['meterStopBelowLastSample'],
    });
  });

  test('a sample in rounded kWh does not contradict the final reading', () => {
    const samples = samplesOf(meterValue(1, { value: '12.35', unit: 'kWh' }));
    expect(sessionEnergy(ended(10_000, 12_345, samples))).toMatchObject({
      energyWh: 2345,
      quality: ['exact'],
    });
  });

  test('#233 X-M20: meterStop below meterStart is 0 and flagged', () => {
    expect(sessionEnergy(ended(10_000, 9000))).toMatchObject({
      energyWh: 0,
      quality: ['negative'],
      anomalies: ['meterStopBelowStart'],
      meterStopWh: 9000,
    });
  });

  test('#233 X-M20: with samples it is what they show', () => {
    expect(sessionEnergy(ended(10_000, 9000, register(10_500, 11_000)))).toMatchObject({
      energyWh: 1000,
      quality: ['estimated', 'negative'],
    });
    expect(sessionEnergy(ended(1_000_000, 900, register(0, 400, 800)))).toMatchObject({ energyWh: 900 });
    expect(sessionEnergy(ended(1_000_000, 999_000, register(0, 400, 800)))).toMatchObject({ energyWh: 800 });
  });

  test('meterStart -1 is unknown: energy counts from the first sample', () => {
    expect(sessionEnergy(session(-1, register(10_000, 10_400)))).toMatchObject({
      energyWh: 400,
      quality: ['estimated', 'gap'],
      anomalies: ['meterStartUnknown'],
      meterStartWh: null,
    });
    expect(sessionEnergy(ended(-1, 10_900, register(10_000, 10_400))).energyWh).toBe(900);
    expect(sessionEnergy(ended(null, 5_000_000, register(0, 400))).energyWh).toBe(400);
    expect(sessionEnergy(ended(-1, 10_900))).toMatchObject({
      energyWh: null,
      anomalies: ['meterStartUnknown'],
    });
  });

  test('meterStart -1 with a Transaction.Begin sample has no gap', () => {
    const samples = samplesOf(meterValue(0, { value: '10000', context: 'Transaction.Begin' }));
    expect(sessionEnergy(ended(-1, 10_900, samples))).toMatchObject({
      energyWh: 900,
      quality: ['estimated'],
    });
  });
});

describe('order and duplicates', () => {
  test('#227 X-M14: samples out of order count by their own time', () => {
    expect(sessionEnergy(session(10_000, register(10_500, 11_000, 12_000).toReversed()))).toMatchObject({
      energyWh: 2000,
      anomalies: [],
      lastSampleAt: START + 3 * MINUTE,
    });
  });

  test('#226 X-M13: resent samples and transactionData count once', () => {
    const interval = (minutes: number) =>
      meterValue(minutes, { value: '100', measurand: 'Energy.Active.Import.Interval' });
    const once = samplesOf(interval(1), interval(2));
    const again = once.map((sample) => ({ ...sample, receivedAt: sample.receivedAt + 5000 }));
    expect(sessionEnergy(session(0, [...once, ...again])).energyWh).toBe(200);
  });

  test('samples after the stop, with the register set back, change nothing', () => {
    const samples = register(10_500, 11_000, 0, 5);
    expect(sessionEnergy({ ...ended(10_000, 11_100, samples), stoppedAt: START + 2 * MINUTE })).toMatchObject(
      {
        energyWh: 1100,
        quality: ['exact'],
        anomalies: [],
      },
    );
  });

  test('a clock that puts every sample after the stop does not lose them', () => {
    const samples = register(10_500, 11_000);
    expect(sessionEnergy({ ...ended(10_000, 0, samples), stoppedAt: START - 11 * MINUTE }).energyWh).toBe(
      1000,
    );
  });
});

test('the account is of energy alone, never of money, and every total names its quality', () => {
  expect(Object.keys(sessionEnergy(ended(0, 100))).toSorted()).toEqual([
    'anomalies',
    'currentA',
    'energyWh',
    'exportWh',
    'isPowerEstimated',
    'lastSampleAt',
    'meterStartWh',
    'meterStopWh',
    'powerW',
    'quality',
    'socPercent',
    'voltageV',
  ]);
});
