import { describe, expect, test } from 'vitest';

import { courseOf } from '../../../src/domain/energy/register.ts';
import { MINUTE } from './meter.ts';

const LIMITS = { deliverableW: 43_500, absurdW: 500_000 };

/** One reading a minute after the baseline. */
function course(baseline: number, ...values: number[]) {
  const readings = values.map((value, index) => ({ at: (index + 1) * MINUTE, value }));
  return courseOf({ at: 0, value: baseline }, readings, LIMITS);
}

describe('energy along a register', () => {
  test.each([
    ['a steady rise', [1000, 1100, 1200], 200, 0, 0],
    ['no readings', [1000], 0, 0, 0],
    ['a reset that could have been delivered counts from 0', [1000, 2000, 300, 400], 1400, 1, 0],
    [
      'a fall to what a minute cannot deliver counts from there',
      [100_000, 101_000, 50_000, 50_400],
      1400,
      1,
      0,
    ],
    ['a rollover', [999_999_500, 999_999_900, 100, 300], 700, 1, 0],
    ['two resets', [0, 500, 10, 200, 5, 100], 800, 2, 0],
    ['a single low reading', [100_000, 100_100, 5, 100_300], 300, 0, 1],
    ['two low readings apart', [100_000, 0, 100_100, 0, 100_300], 300, 0, 2],
    ['a run of low readings', [100_000, 100_100, 0, 0, 0, 100_300], 300, 0, 1],
    ['a single high reading', [1000, 1100, 99_999_999, 1200, 1300], 300, 0, 1],
    ['a run of high readings', [1000, 1100, 99_999_999, 99_999_999, 1200, 1300], 300, 0, 2],
    ['a high reading after a reset', [5_000_000, 5_001_000, 100, 200, 99_999_999, 300, 400], 1400, 1, 1],
    ['a high reading right before a reset', [5_000_000, 5_001_000, 99_999_999, 100, 200], 1200, 1, 1],
    ['a high reading right before a low one', [5_000_000, 99_999_999, 0, 5_000_400], 400, 0, 2],
    ['a low reading in a burst of messages', [10_000, 50_000, 0, 90_000], 80_000, 0, 1],
    ['two registers that take turns', [5000, 100, 5200, 300, 5400], 400, 0, 2],
    ['a fall of the newest reading waits for the next', [1000, 2000, 5], 1000, 0, 0],
  ])('%s', (_, [baseline = 0, ...values], energyWh, resets, outliers) => {
    expect(course(baseline, ...values)).toMatchObject({ energyWh, resets, outliers });
  });

  test('energy before a segment that begins above 0 is a gap', () => {
    expect(course(100_000, 101_000, 50_000, 50_400).hasGap).toBe(true);
    expect(course(1000, 2000, 300, 400).hasGap).toBe(false);
  });

  test('a charger of more power may deliver more between two readings', () => {
    const readings = [101_000, 2500, 2600].map((value, index) => ({ at: (index + 1) * MINUTE, value }));
    expect(courseOf({ at: 0, value: 100_000 }, readings, LIMITS).energyWh).toBe(1100);
    expect(courseOf({ at: 0, value: 100_000 }, readings, { ...LIMITS, deliverableW: 150_000 }).energyWh).toBe(
      3600,
    );
  });
});
