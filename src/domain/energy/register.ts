/** The course of a register from its baseline on. */
export interface RegisterCourse {
  energyWh: number;
  /** How often the register fell back and went on from there. */
  resets: number;
  /** Stray readings that were left out. */
  outliers: number;
  /** A segment began at a value that cannot all have been delivered since: what came before it is not known. */
  hasGap: boolean;
  /** The highest reading before the first fall that holds, if there was one. */
  peakBeforeReset: number | null;
  last: Point;
  /** The reading before `last` in the same segment. */
  previous: Point | null;
}

export interface Point {
  at: number;
  value: number;
}

interface Segment {
  start: number;
  last: Point;
  previous: Point | null;
}

/** What a session can deliver at most, in W, for two questions that err to different sides. */
export interface PowerLimits {
  /** Energy after a fall counts only if this much power could have delivered it. */
  deliverableW: number;
  /** A step that needs more than this is no delivery but another scale. */
  absurdW: number;
}

/** More than any vehicle takes in a session. */
export const MORE_THAN_A_SESSION_WH = 1_000_000;

/** Times cut to the second or minute, and messages sent in a burst, must not make a step look absurd. */
const TIME_TOLERANCE_MS = 60_000;

/**
 * Energy along a register whose readings are in the order of time, in Wh. It only grows: a fall is a reset or a
 * rollover, and opens a new segment that begins at 0 if what it shows can have been delivered since, else at its own
 * first reading.
 *
 * A fall counts only when the next reading confirms it: a single stray reading (ABB), low or high, is left out, and
 * so is a run of them once the register is back on its old scale. The newest reading, if it falls, waits.
 */
export function courseOf(baseline: Point, readings: readonly Point[], limits: PowerLimits): RegisterCourse {
  const lowestAfter = lowestAfterEach(readings);
  const closed: Segment[] = [];
  let segment: Segment = { start: baseline.value, last: baseline, previous: null };
  let outliers = 0;
  for (const [index, point] of readings.entries()) {
    const { last } = segment;
    const next = readings[index + 1];
    const isAbsurd = isAbsurdStep(limits, last, point);
    const before = closed.at(-1);
    if (point.value < last.value) {
      if (next === undefined) {
        break;
      }
      if (isContinuation(last, next)) {
        outliers += 1;
        continue;
      }
      closed.push(segment);
      const isDeliverable = point.value <= energyOf(limits.deliverableW, point.at - last.at);
      segment = { start: isDeliverable ? 0 : point.value, last: point, previous: null };
    } else if (isAbsurd && before !== undefined && isContinuation(before.last, point)) {
      closed.pop();
      outliers += 1;
      segment = { ...before, last: point, previous: before.last };
    } else if (isAbsurd && isStrayHigh(point, last, next, lowestAfter[index])) {
      outliers += 1;
    } else {
      segment = { ...segment, last: point, previous: last };
    }
  }
  const segments = [...closed, segment];
  return {
    energyWh: segments.reduce((sum, { start, last }) => sum + last.value - start, 0),
    resets: closed.length,
    outliers,
    hasGap: segments.slice(1).some(({ start }) => start > 0),
    peakBeforeReset: closed[0]?.last.value ?? null,
    last: segment.last,
    previous: segment.previous,
  };
}

/** A high reading is stray if the next one is back where the register was, or if no session can explain it. */
function isStrayHigh(point: Point, last: Point, next: Point | undefined, lowestAfter = Infinity): boolean {
  const isBackNext = next !== undefined && next.value >= last.value && next.value < point.value;
  return isBackNext || (point.value - last.value > MORE_THAN_A_SESSION_WH && lowestAfter < point.value);
}

/** Whether a register may have gone on from one reading to the other, however badly the times are known. */
function isContinuation(from: Point, to: Point): boolean {
  return to.value >= from.value && to.value - from.value <= MORE_THAN_A_SESSION_WH;
}

function isAbsurdStep(limits: PowerLimits, from: Point, to: Point): boolean {
  return to.value - from.value > energyOf(limits.absurdW, to.at - from.at + TIME_TOLERANCE_MS);
}

function energyOf(powerW: number, ms: number): number {
  return (powerW * ms) / 3_600_000;
}

/** For each reading the lowest value that comes after it. */
function lowestAfterEach(readings: readonly Point[]): number[] {
  const lowest: number[] = [];
  let soFar = Infinity;
  for (let index = readings.length - 1; index >= 0; index -= 1) {
    lowest[index] = soFar;
    soFar = Math.min(soFar, readings[index]?.value ?? soFar);
  }
  return lowest;
}
