import { MORE_THAN_A_SESSION_WH, type Point } from './register.ts';
import type { Reading } from './readings.ts';

/**
 * How the register that is sampled relates to the meter readings of the transaction.
 *
 * - `same`: samples go on from meterStart
 * - `below`: samples count from somewhere lower, as a rule from 0 for each session (MicroOcpp)
 * - `above`: samples show a lifetime register and meterStart does not, as a rule because it is a placeholder 0
 * - `startUnknown`: there is no meterStart to compare with
 */
type Scale = 'same' | 'below' | 'above' | 'startUnknown';

export interface Baseline extends Point {
  scale: Scale;
  /** What was delivered before the baseline is not known. */
  hasGap: boolean;
}

/** A sample taken with the start cannot have moved this far from meterStart. */
const MORE_THAN_A_MOMENT_WH = 1000;

/**
 * Where the energy of a sampled register begins. That is meterStart, unless the register counts on another scale: then
 * it is the sample with context `Transaction.Begin`, else the first one. Null without readings.
 */
export function baselineOf(
  readings: readonly Reading[],
  meterStartWh: number | null,
  startedAt: number,
): Baseline | null {
  const [first, second] = readings;
  if (first === undefined) {
    return null;
  }
  const begin = readings.find(({ isBegin }) => isBegin);
  const scale = meterStartWh === null ? 'startUnknown' : scaleOf(first, second, begin, meterStartWh);
  if (scale === 'same' && meterStartWh !== null) {
    return { at: startedAt, value: meterStartWh, scale, hasGap: false };
  }
  const { at, value } = begin ?? first;
  return { at, value, scale, hasGap: begin === undefined };
}

/** Whether a reading lies below another by no more than rounding to a kWh with decimals takes off. */
export function isRoundedDown(value: number, from: number): boolean {
  return value < from && from - value <= Math.min(100, from / 10);
}

function scaleOf(
  first: Reading,
  second: Reading | undefined,
  begin: Reading | undefined,
  meterStartWh: number,
): Scale {
  if (begin !== undefined) {
    if (begin.value - meterStartWh > MORE_THAN_A_MOMENT_WH) {
      return 'above';
    }
    return isFarBelow(begin.value, meterStartWh) ? 'below' : 'same';
  }
  // One sample off the scale of meterStart, with the next one on it, is a stray reading.
  const isAbove = (reading: Reading) => reading.value - meterStartWh > MORE_THAN_A_SESSION_WH;
  if (isAbove(first) && (second === undefined || isAbove(second))) {
    return 'above';
  }
  const isBelow =
    isFarBelow(first.value, meterStartWh) && (second === undefined || second.value < meterStartWh);
  return isBelow ? 'below' : 'same';
}

function isFarBelow(value: number, meterStartWh: number): boolean {
  return value < meterStartWh && !isRoundedDown(value, meterStartWh);
}
