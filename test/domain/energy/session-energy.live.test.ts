import { describe, expect, test } from 'vitest';

import { sessionEnergy } from '../../../src/domain/energy/session-energy.ts';
import { ended, MINUTE, meterValue, register, START, samplesOf, session } from './meter.ts';

describe('live energy', () => {
  test('a transaction without samples has no energy yet', () => {
    expect(sessionEnergy(session(10_000, []))).toMatchObject({
      energyWh: null,
      quality: [],
      lastSampleAt: null,
    });
  });

  test('#214 X-M01: it is the newest value-only sample less meterStart', () => {
    expect(sessionEnergy(session(10_000, register(10_500, 12_450)))).toMatchObject({
      energyWh: 2450,
      quality: ['exact'],
      anomalies: [],
      lastSampleAt: START + 2 * MINUTE,
    });
  });

  test('#215 X-M02: it takes kWh', () => {
    const samples = samplesOf(meterValue(1, { value: '12.345', unit: 'kWh' }));
    expect(sessionEnergy(session(0, samples)).energyWh).toBe(12_345);
  });

  test('#217 X-M04: with a total beside the phases, the total counts', () => {
    const samples = samplesOf(
      meterValue(
        1,
        { value: '100', phase: 'L1' },
        { value: '100', phase: 'L2' },
        { value: '100', phase: 'L3' },
        { value: '1300' },
      ),
    );
    expect(sessionEnergy(session(1000, samples))).toMatchObject({ energyWh: 300, anomalies: [] });
  });

  test.each([
    ['L1', 'L2', 'L3'],
    ['L1-N', 'L2-N', 'L3-N'],
  ])('registers by phase alone (%s, %s, %s) are summed, without N and phase to phase', (...phases) => {
    const at = (minutes: number, each: number) =>
      meterValue(
        minutes,
        ...phases.map((phase) => ({ value: String(each), phase })),
        { value: '77', phase: 'N' },
        { value: '99999', phase: 'L1-L2' },
      );
    expect(sessionEnergy(session(3000, samplesOf(at(1, 1100), at(2, 1200))))).toMatchObject({
      energyWh: 600,
      quality: ['exact'],
      anomalies: ['phasesSummed'],
    });
  });

  test('a time at which a phase is missing is not a fall of the sum', () => {
    const three = (minutes: number, each: number) =>
      meterValue(minutes, ...['L1', 'L2', 'L3'].map((phase) => ({ value: String(each), phase })));
    const samples = samplesOf(three(1, 100), meterValue(2, { value: '150', phase: 'L1' }), three(3, 200));
    expect(sessionEnergy(session(0, samples))).toMatchObject({ energyWh: 600, anomalies: ['phasesSummed'] });
  });

  test('#218 X-M05: outlet goes before inlet; body, cable and vehicle never count', () => {
    const samples = samplesOf(
      meterValue(
        1,
        { value: '9000', location: 'Inlet' },
        { value: '1200', location: 'Outlet' },
        { value: '8000', location: 'Body' },
        { value: '7000', location: 'Cable' },
        { value: '6000', location: 'EV' },
      ),
    );
    expect(sessionEnergy(session(1000, samples)).energyWh).toBe(200);
  });

  test('an inlet alone counts for connector 0 and not for a connector', () => {
    const samples = samplesOf(meterValue(1, { value: '1200', location: 'Inlet' }));
    expect(sessionEnergy(session(1000, samples)).energyWh).toBeNull();
    const main = samples.map((sample) => ({ ...sample, connectorId: 0 }));
    expect(sessionEnergy(session(1000, main)).energyWh).toBe(200);
  });

  test('#239 X-M26: a charger with intervals only has them summed, each once', () => {
    const interval = (minutes: number, value: number, context = 'Sample.Periodic') =>
      meterValue(minutes, { value: String(value), measurand: 'Energy.Active.Import.Interval', context });
    const samples = samplesOf(
      interval(0, 999, 'Transaction.Begin'),
      interval(1, 100),
      interval(2, 120),
      interval(2, 120),
      interval(2, 5000, 'Sample.Clock'),
      interval(3, 30, 'Transaction.End'),
    );
    expect(sessionEnergy(session(0, samples))).toMatchObject({
      energyWh: 250,
      quality: ['estimated'],
      anomalies: ['intervalEnergyOnly'],
    });
    expect(sessionEnergy(ended(1000, 1260, samples))).toMatchObject({ energyWh: 260, quality: ['exact'] });
    expect(sessionEnergy(ended(0, 0, samples))).toMatchObject({ energyWh: 250, quality: ['estimated'] });
  });

  test('intervals beside a register are not counted', () => {
    const samples = samplesOf(
      meterValue(1, { value: '1100' }, { value: '900', measurand: 'Energy.Active.Import.Interval' }),
    );
    expect(sessionEnergy(session(1000, samples)).energyWh).toBe(100);
  });

  test('#220 X-M07 and #221 X-M08: unusable samples change nothing', () => {
    const samples = samplesOf(
      meterValue(1, { value: '1100' }),
      meterValue(2, { value: 'NaN' }),
      meterValue(3, { value: '999999', unit: 'MWh' }),
      meterValue(4, { value: '999999', measurand: 'Energy.Total' }),
      meterValue(5, { value: '999999', format: 'SignedData' }),
    );
    expect(sessionEnergy(session(1000, samples))).toMatchObject({ energyWh: 100, quality: ['exact'] });
  });

  test('#238 X-M25: export is a counter of its own', () => {
    const at = (minutes: number, imported: number, exported: number) =>
      meterValue(
        minutes,
        { value: String(imported) },
        { value: String(exported), measurand: 'Energy.Active.Export.Register' },
      );
    const energy = sessionEnergy(session(1000, samplesOf(at(1, 1100, 5000), at(2, 1200, 5300))));
    expect(energy).toMatchObject({ energyWh: 200, exportWh: 300, quality: ['exact'] });
    expect(sessionEnergy(session(1000, register(1100))).exportWh).toBeNull();
  });
});

describe('samples on another scale than meterStart', () => {
  test('session-relative samples count from their first value; final energy is still stop less start', () => {
    const samples = register(50, 500, 900);
    expect(sessionEnergy(session(10_000, samples))).toMatchObject({
      energyWh: 850,
      quality: ['gap'],
      anomalies: ['samplesOnOtherScale'],
    });
    expect(sessionEnergy(ended(10_000, 11_000, samples))).toMatchObject({
      energyWh: 1000,
      quality: ['exact'],
    });
  });

  test('they count from the Transaction.Begin sample where there is one', () => {
    const samples = samplesOf(
      meterValue(0, { value: '20', context: 'Transaction.Begin' }),
      meterValue(1, { value: '500' }),
    );
    expect(sessionEnergy(session(10_000, samples))).toMatchObject({
      energyWh: 480,
      quality: ['exact'],
      anomalies: ['samplesOnOtherScale'],
    });
  });

  test('of a session and a lifetime register under one name, the one of meterStart counts', () => {
    const at = (minutes: number, relative: number) =>
      meterValue(
        minutes,
        { value: String(relative), context: 'Sample.Periodic' },
        { value: String(5_000_000 + relative), context: 'Sample.Clock' },
      );
    const samples = samplesOf(at(1, 100), at(2, 250));
    expect(sessionEnergy(session(5_000_000, samples))).toMatchObject({ energyWh: 250, anomalies: [] });
    expect(sessionEnergy(session(0, samples))).toMatchObject({ energyWh: 250, anomalies: [] });
  });

  test('a placeholder meterStart of 0 under a lifetime register is not billed as its lifetime', () => {
    const samples = register(5_000_000, 5_010_000);
    expect(sessionEnergy(session(0, samples))).toMatchObject({ energyWh: 10_000, quality: ['gap'] });
    expect(sessionEnergy(ended(0, 5_012_000, samples))).toMatchObject({
      energyWh: 12_000,
      quality: ['estimated', 'gap'],
      anomalies: ['meterStartOtherScale', 'samplesOnOtherScale'],
    });
    expect(sessionEnergy(ended(0, 12_000, samples))).toMatchObject({ energyWh: 12_000, quality: ['exact'] });
  });

  test('a register in rounded kWh that starts a little below meterStart is on its scale', () => {
    const samples = samplesOf(
      meterValue(1, { value: '10.0', unit: 'kWh' }),
      meterValue(2, { value: '10.5', unit: 'kWh' }),
    );
    expect(sessionEnergy(session(10_049, samples))).toMatchObject({ energyWh: 451, anomalies: [] });
  });
});
