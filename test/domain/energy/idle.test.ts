import { describe, expect, test } from 'vitest';
import { idleMs } from '../../../src/domain/energy/idle.ts';
import { readSamples } from '../../../src/domain/energy/read-samples.ts';

const START = Date.parse('2025-01-15T10:00:00Z');
const MINUTE = 60_000;

/** Samples of the register, one a minute. */
function register(...values: number[]) {
  const meterValue = values.map((value, index) => ({
    timestamp: new Date(START + index * MINUTE).toISOString(),
    sampledValue: [{ value: String(value) }],
  }));
  return readSamples(meterValue, { connectorId: 1, receivedAt: START }).samples;
}

describe('the time a car stood after its energy had stopped', () => {
  test.each([
    ['flowed to the last reading', register(0, 100, 200), START + 2 * MINUTE, 0],
    ['stood for the last two readings', register(0, 100, 100, 100), START + 3 * MINUTE, 2 * MINUTE],
    [
      'stood until it was unplugged, after the last reading',
      register(0, 100),
      START + 31 * MINUTE,
      30 * MINUTE,
    ],
    ['paused and went on', register(0, 100, 100, 200), START + 3 * MINUTE, 0],
    ['still runs', register(0, 100, 100), null, MINUTE],
    ['never flowed', register(5, 5, 5), START + 2 * MINUTE, 2 * MINUTE],
    ['has one reading only', register(5), START + 2 * MINUTE, null],
    ['has none', register(), START + 2 * MINUTE, null],
  ])('%s', (_, samples, stoppedAt, expected) => {
    expect(idleMs(samples, stoppedAt === null ? null : { stoppedAt, meterStop: null })).toBe(expected);
  });

  test('the final reading shows that energy flowed to the end', () => {
    const end = { stoppedAt: START + 30 * MINUTE, meterStop: 500 };
    expect(idleMs(register(0, 100), end)).toBe(0);
  });
});
