import { expect, test } from 'vitest';

import { orderedSamples } from '../../../src/domain/energy/ordered-samples.ts';
import { meterValue, samplesOf } from './meter.ts';

test('a readable sample goes before a broken copy of itself', () => {
  const samples = samplesOf(
    meterValue(1, { value: '', unit: 'Wh' }),
    meterValue(1, { value: '1200', unit: 'Wh' }),
    meterValue(1, { value: 'NaN' }),
  );
  expect(orderedSamples(samples).map(({ value }) => value)).toEqual([1200]);
});

test('a sample in a unit that nobody knows is no broken copy: it stays to be seen, once', () => {
  const samples = samplesOf(
    meterValue(1, { value: '7', unit: 'Parsec' }, { value: '1200' }),
    meterValue(1, { value: '7', unit: 'Parsec' }),
  );
  const series = orderedSamples(samples).map(({ value, raw }) => [value, raw.unit]);
  expect(series).toHaveLength(2);
  expect(series).toEqual(
    expect.arrayContaining([
      [1200, undefined],
      [null, 'Parsec'],
    ]),
  );
});
