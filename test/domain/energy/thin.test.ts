import { expect, test } from 'vitest';

import { orderedSamples } from '../../../src/domain/energy/ordered-samples.ts';
import { thinSamples } from '../../../src/domain/energy/thin.ts';
import { MINUTE, meterValue, register, START, samplesOf } from './meter.ts';

test('a series is thinned to the newest sample of each interval and quantity, in order', () => {
  const samples = samplesOf(
    ...[6, 5, 4, 3, 2, 1, 0].map((minutes) =>
      meterValue(minutes, { value: String(1000 + minutes) }, { value: '230', measurand: 'Voltage' }),
    ),
  );
  const thinned = thinSamples(samples, 5 * MINUTE);
  expect(thinned.map(({ at, measurand, value }) => [(at - START) / MINUTE, measurand, value])).toEqual([
    [4, 'Energy.Active.Import.Register', 1004],
    [4, 'Voltage', 230],
    [6, 'Energy.Active.Import.Register', 1006],
    [6, 'Voltage', 230],
  ]);
});

test('phases, signed data and strange measurands are series of their own', () => {
  const samples = samplesOf(
    meterValue(
      1,
      { value: '1' },
      { value: '1', phase: 'L1' },
      { value: 'AA', format: 'SignedData' },
      { value: '1', measurand: 'Humidity' },
      { value: '1', measurand: 'Noise' },
    ),
  );
  expect(thinSamples(samples, MINUTE)).toHaveLength(5);
});

test('an absent location is the outlet, so both name one sample', () => {
  expect(
    orderedSamples(samplesOf(meterValue(1, { value: '1' }, { value: '1', location: 'Outlet' }))),
  ).toHaveLength(1);
});

test('of two that claim one time and quantity the first received stays, and a readable one before a broken one', () => {
  const [first, second, broken] = [...register('5'), ...register('4'), ...register('x')];
  if (first === undefined || second === undefined || broken === undefined) {
    throw new Error('three samples');
  }
  const later = { ...second, receivedAt: second.receivedAt + 1 };
  const earliest = { ...broken, receivedAt: broken.receivedAt - 1 };
  expect(orderedSamples([later, earliest, first])).toEqual([first]);
});
