import { expect, test } from 'vitest';
import { MOST_SAMPLES, readSamples } from '../../../src/domain/energy/read-samples.ts';

const OPTIONS = { connectorId: 1, receivedAt: Date.parse('2025-01-15T12:00:00Z') };
const START = Date.parse('2025-01-15T10:00:00Z');

/** Meter values of one sample each, a second apart, the values counting from 0. */
function series(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    timestamp: new Date(START + index * 1_000).toISOString(),
    sampledValue: [{ value: String(index) }],
  }));
}

test('a message of as many samples as are read is read whole', () => {
  const { samples, flags } = readSamples(series(MOST_SAMPLES), OPTIONS);
  expect(samples).toHaveLength(MOST_SAMPLES);
  expect(flags).toEqual([]);
});

test('of a longer one the first and the last thousand are read, and it is flagged with their number', () => {
  const { samples, flags } = readSamples(series(7_000), OPTIONS);
  const values = samples.map(({ value }) => value);
  expect(values).toHaveLength(MOST_SAMPLES);
  expect([values[0], values[999], values[1_000], values.at(-1)]).toEqual([0, 999, 6_000, 6_999]);
  expect(flags).toEqual([{ name: 'tooManySamples', example: '7000' }]);
});

test('all in one meter value, or over several, the same samples are read', () => {
  const sampledValue = series(5_000).flatMap((meterValue) => meterValue.sampledValue);
  const timestamp = '2025-01-15T10:00:00Z';
  const whole = readSamples([{ timestamp, sampledValue }], OPTIONS);
  const parted = readSamples(
    [
      { timestamp, sampledValue: sampledValue.slice(0, 700) },
      { timestamp, sampledValue: sampledValue.slice(700, 4_900) },
      { timestamp, sampledValue: sampledValue.slice(4_900) },
    ],
    OPTIONS,
  );
  expect(whole.samples).toHaveLength(MOST_SAMPLES);
  expect(parted).toEqual(whole);
});

test('what carries no sample is not counted', () => {
  const empty = Array.from({ length: 10_000 }, () => ({ timestamp: 'soon', sampledValue: [] }));
  expect(readSamples([...empty, ...series(2)], OPTIONS)).toMatchObject({ flags: [], samples: [{}, {}] });
});
