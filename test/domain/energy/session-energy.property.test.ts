import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Sample } from '../../../src/domain/energy/sample.ts';
import { sessionEnergy } from '../../../src/domain/energy/session-energy.ts';
import { thinSamples } from '../../../src/domain/energy/thin.ts';
import { MINUTE, meterValue, register, START, samplesOf, session } from './meter.ts';

const measurands = [
  'Energy.Active.Import.Register',
  'Energy.Active.Import.Interval',
  'Energy.Active.Export.Register',
  'Power.Active.Import',
  'Current.Import',
  'Voltage',
  'SoC',
  'Nonsense',
];

const sampledValue = fc.record(
  {
    value: fc.oneof(
      fc.integer({ min: -5, max: 2_000_000 }).map(String),
      fc.double({ min: 0, max: 5000, noNaN: true }).map((value) => value.toFixed(3)),
      fc.constantFrom('NaN', '0', ''),
    ),
    measurand: fc.constantFrom(...measurands),
    phase: fc.constantFrom('L1', 'L2', 'L3', 'N', 'L1-N', 'L1-L2'),
    location: fc.constantFrom('Outlet', 'Inlet', 'EV'),
    context: fc.constantFrom('Transaction.Begin', 'Sample.Clock', 'Trigger', 'Transaction.End', 'Odd'),
    unit: fc.constantFrom('Wh', 'kWh', 'W', 'Horse'),
  },
  { requiredKeys: ['value'] },
);

const samples: fc.Arbitrary<Sample[]> = fc
  .array(
    fc.tuple(
      fc.integer({ min: -5, max: 60 }),
      fc.array(sampledValue, { minLength: 1, maxLength: 4 }),
      fc.nat(3),
    ),
    {
      maxLength: 25,
    },
  )
  .map((values) =>
    values.flatMap(([minutes, sent, delay]) =>
      samplesOf(meterValue(minutes, ...sent)).map((one) => ({ ...one, receivedAt: one.receivedAt + delay })),
    ),
  );

const meter = fc.option(fc.integer({ min: -1, max: 1_500_000 }), { freq: 4 });

const sessions = fc.record({
  meterStart: meter,
  meterStop: meter,
  startedAt: fc.constant(START),
  stoppedAt: fc.option(fc.integer({ min: -10, max: 70 }).map((minutes) => START + minutes * MINUTE)),
  samples,
});

test('energy is never negative, whole, and known to be so by its quality', () => {
  fc.assert(
    fc.property(sessions, (given) => {
      const { energyWh, exportWh, quality } = sessionEnergy(given);
      expect(energyWh === null || (Number.isInteger(energyWh) && energyWh >= 0)).toBe(true);
      expect(exportWh === null || exportWh >= 0).toBe(true);
      expect(energyWh === null || quality.length > 0).toBe(true);
      expect(!quality.includes('exact') || quality.length === 1).toBe(true);
      expect(new Set(quality).size).toBe(quality.length);
    }),
    { numRuns: 2000 },
  );
});

test('the order in which samples arrive never changes the result', () => {
  fc.assert(
    fc.property(
      sessions.chain((given) =>
        fc.tuple(
          fc.constant(given),
          fc.shuffledSubarray(given.samples, {
            minLength: given.samples.length,
            maxLength: given.samples.length,
          }),
        ),
      ),
      ([given, shuffled]) => {
        expect(sessionEnergy({ ...given, samples: shuffled })).toEqual(sessionEnergy(given));
      },
    ),
    { numRuns: 1000 },
  );
});

test('samples that come twice never change the result', () => {
  fc.assert(
    fc.property(
      sessions.chain((given) => fc.tuple(fc.constant(given), fc.subarray(given.samples), fc.nat(60_000))),
      ([given, again, delay]) => {
        const resent = again.map((one) => ({ ...one, receivedAt: one.receivedAt + 10 + delay }));
        expect(sessionEnergy({ ...given, samples: [...resent, ...given.samples] })).toEqual(
          sessionEnergy(given),
        );
      },
    ),
    { numRuns: 1000 },
  );
});

test('a register that only rises gives last less first, exactly', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000_000 }),
      fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 1, maxLength: 60 }),
      (meterStart, steps) => {
        let value = meterStart;
        const values = steps.map((step) => {
          value += step;
          return value;
        });
        const rising = register(...values);
        expect(sessionEnergy(session(meterStart, rising))).toMatchObject({
          energyWh: value - meterStart,
          quality: ['exact'],
          anomalies: [],
        });
        const stopped = { stoppedAt: START + 120 * MINUTE, meterStop: value };
        expect(sessionEnergy({ ...session(meterStart, rising), ...stopped })).toMatchObject({
          energyWh: value - meterStart,
          quality: ['exact'],
          anomalies: [],
        });
      },
    ),
  );
});

test('a single stray reading in a rising register never changes the result', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 4, maxLength: 40 }),
      fc.nat(),
      fc.integer({ min: 0, max: 99 }),
      (steps, position, stray) => {
        let value = 100_000;
        const values = steps.map((step) => {
          value += step;
          return value;
        });
        const index = position % (values.length - 1);
        const disturbed = values.with(index, stray);
        expect(sessionEnergy(session(100_000, register(...disturbed))).energyWh).toBe(value - 100_000);
      },
    ),
  );
});

test('thinning keeps at most one sample of an interval and quantity, and the order of arrival does not matter', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1000, max: 3_600_000 }), (series, intervalMs) => {
      const thinned = thinSamples(series, intervalMs);
      expect(thinSamples(thinned, intervalMs)).toEqual(thinned);
      expect(thinSamples(series.toReversed(), intervalMs)).toEqual(thinned);
    }),
  );
});
