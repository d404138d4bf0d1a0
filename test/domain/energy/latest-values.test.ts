import { describe, expect, test } from 'vitest';

import { sessionEnergy } from '../../../src/domain/energy/session-energy.ts';
import { meterValue, samplesOf, session } from './meter.ts';

function energyOf(...meterValues: Record<string, unknown>[]) {
  return sessionEnergy(session(0, samplesOf(...meterValues)));
}

const power = { measurand: 'Power.Active.Import' };
const current = { measurand: 'Current.Import' };
const voltage = { measurand: 'Voltage' };

test('#236 X-M23: the newest SoC, power, current and voltage, each in its unit', () => {
  const energy = energyOf(
    meterValue(
      2,
      { value: '7.2', ...power, unit: 'kW' },
      { value: '31.5', ...current },
      { value: '229.8', ...voltage },
      { value: '55', measurand: 'SoC', location: 'EV' },
    ),
    meterValue(
      1,
      { value: '11000', ...power },
      { value: '16', ...current },
      { value: '50', measurand: 'SoC' },
    ),
  );
  expect(energy).toMatchObject({
    powerW: 7200,
    isPowerEstimated: false,
    currentA: 31.5,
    voltageV: 229.8,
    socPercent: 55,
  });
});

describe('power', () => {
  test('overall goes before phases, and 0 is a measurement', () => {
    expect(
      energyOf(meterValue(1, { value: '0', ...power }, { value: '900', ...power, phase: 'L1' })).powerW,
    ).toBe(0);
  });

  test('phases are summed', () => {
    const phases = ['L1', 'L2', 'L3'].map((phase) => ({ value: '2300', ...power, phase }));
    expect(energyOf(meterValue(1, ...phases))).toMatchObject({ powerW: 6900, isPowerEstimated: false });
  });

  test('else it follows from the register', () => {
    expect(energyOf(meterValue(1, { value: '100' }), meterValue(2, { value: '220' }))).toMatchObject({
      powerW: 7200,
      isPowerEstimated: true,
    });
  });

  test.each([
    [
      'one phase',
      [
        { value: '10', ...current },
        { value: '230', ...voltage },
      ],
      2300,
    ],
    [
      'a current of three phases',
      [
        { value: '10', ...current },
        ...['L1-N', 'L2-N', 'L3-N'].map((phase) => ({ value: '230', ...voltage, phase })),
      ],
      6900,
    ],
    [
      'currents by phase',
      [
        { value: '10', ...current, phase: 'L1' },
        { value: '5', ...current, phase: 'L2' },
        { value: '3', ...current, phase: 'N' },
        { value: '230', ...voltage, phase: 'L1-N' },
        { value: '400', ...voltage, phase: 'L1-L2' },
      ],
      3450,
    ],
  ])('else from current and voltage: %s', (_, sampledValues, powerW) => {
    expect(energyOf(meterValue(1, ...sampledValues))).toMatchObject({ powerW, isPowerEstimated: true });
  });

  test('what is offered is a limit, not a measurement', () => {
    const offered = [
      { value: '11000', measurand: 'Power.Offered' },
      { value: '16', measurand: 'Current.Offered' },
      { value: '230', ...voltage },
    ];
    expect(energyOf(meterValue(1, ...offered))).toMatchObject({ powerW: null, currentA: null });
  });

  test('current without a voltage gives no power', () => {
    expect(energyOf(meterValue(1, { value: '16', ...current }))).toMatchObject({
      powerW: null,
      isPowerEstimated: false,
    });
  });
});

test('current by phase is that of the most loaded phase, voltage the mean', () => {
  expect(
    energyOf(
      meterValue(
        1,
        { value: '10', ...current, phase: 'L1' },
        { value: '14', ...current, phase: 'L2' },
        { value: '228', ...voltage, phase: 'L1' },
        { value: '232', ...voltage, phase: 'L2' },
      ),
    ),
  ).toMatchObject({ currentA: 14, voltageV: 230 });
});

describe('state of charge', () => {
  test.each([
    [['0'], null, []],
    [['0', '43'], 43, []],
    [['43', '44.5'], 44.5, []],
    [['43', '0'], 43, []],
    [['43', '255'], 43, ['invalidSoc']],
    [['-1'], null, ['invalidSoc']],
  ])('%j is %j', (values, socPercent, anomalies) => {
    const energy = energyOf(
      ...values.map((value, index) => meterValue(index + 1, { value, measurand: 'SoC' })),
    );
    expect(energy).toMatchObject({ socPercent, anomalies });
  });
});
