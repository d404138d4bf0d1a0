import { describe, expect, test } from 'vitest';
import { seeClock } from '../../src/domain/clock-skew.ts';

const NOW = Date.parse('2025-01-15T10:35:00Z');
const MINUTE = 60_000;

/** A message that comes now and names a time so far from now. */
function message(aheadMs: number, mayBeOld: boolean) {
  return { messageAt: NOW + aheadMs, receivedAt: NOW, mayBeOld };
}

function seen(skewMs: number, agoMs: number) {
  return { skewMs, seenAt: NOW - agoMs };
}

describe('the clock of a charger is seen by the times that its messages name', () => {
  test.each([
    ['a message of the moment shows a clock behind', null, message(-3_600_000, false), -3_600_000],
    ['one that may have waited shows a clock ahead', null, message(120_000, true), 120_000],
    ['one that may have waited shows no clock behind: it may be late', null, message(-3_600_000, true), null],
    [
      'within an hour the largest difference counts, by whatever message',
      seen(-5_000, MINUTE),
      message(-2_000, true),
      -2_000,
    ],
    ['within an hour a smaller one does not', seen(-5_000, MINUTE), message(-3_600_000, false), -5_000],
    [
      'after an hour a message of the moment counts',
      seen(120_000, 61 * MINUTE),
      message(-1_000, false),
      -1_000,
    ],
    [
      'after an hour one that may have waited does not say that the clock has fallen back',
      seen(120_000, 61 * MINUTE),
      message(-1_000, true),
      120_000,
    ],
  ])('%s', (_, before, told, skewMs) => {
    expect(seeClock(before, told)?.skewMs ?? null).toBe(skewMs);
  });
});
