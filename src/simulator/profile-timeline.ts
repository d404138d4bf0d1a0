import { assertNever } from '../lib/assert-never.ts';
import { parseTimestamp } from '../ocpp/timestamp.ts';
import type { ChargingProfile, RecurrencyKind } from '../ocpp/v16/types/charging-profile.ts';
import type { ChargingSchedulePeriod } from '../ocpp/v16/types/charging-schedule.ts';

const DAY_MS = 86_400_000;

/** The run of a schedule: from its first period to its end, in milliseconds since 1970. */
interface Run {
  startMs: number;
  endMs: number;
}

/**
 * The period of a profile in force at a moment; undefined when the profile says nothing then: not valid, not begun or
 * over (OCPP 1.6 7.8, 7.13). `sinceMs` is when charging began, from which Relative schedules count; null: it has not.
 */
export function periodAt(
  profile: ChargingProfile,
  atMs: number,
  sinceMs: number | null,
): ChargingSchedulePeriod | undefined {
  if (atMs < momentOf(profile.validFrom, Number.NEGATIVE_INFINITY)) return undefined;
  if (atMs >= momentOf(profile.validTo, Number.POSITIVE_INFINITY)) return undefined;
  const run = runAt(profile, atMs, sinceMs);
  if (run === null || atMs < run.startMs || atMs >= run.endMs) return undefined;
  return profile.chargingSchedule.chargingSchedulePeriod.findLast(
    ({ startPeriod }) => run.startMs + startPeriod * 1000 <= atMs,
  );
}

/** When a profile may next say something else; infinite for never. It may be earlier than anything really changes. */
export function nextChangeAfter(profile: ChargingProfile, atMs: number, sinceMs: number | null): number {
  const moments = [
    momentOf(profile.validFrom, Number.POSITIVE_INFINITY),
    momentOf(profile.validTo, Number.POSITIVE_INFINITY),
  ];
  const run = runAt(profile, atMs, sinceMs);
  if (run !== null) {
    moments.push(run.startMs, run.endMs);
    for (const { startPeriod } of profile.chargingSchedule.chargingSchedulePeriod) {
      moments.push(run.startMs + startPeriod * 1000);
    }
    if (profile.chargingProfileKind === 'Recurring')
      moments.push(run.startMs + cycleMs(profile.recurrencyKind));
  }
  return Math.min(...moments.filter((moment) => moment > atMs), Number.POSITIVE_INFINITY);
}

/** The run that a moment falls into, or else the one to come; null where none will. */
function runAt(profile: ChargingProfile, atMs: number, sinceMs: number | null): Run | null {
  const { duration, startSchedule } = profile.chargingSchedule;
  const durationMs = duration === undefined ? Number.POSITIVE_INFINITY : duration * 1000;
  const firstMs = momentOf(startSchedule, Number.NaN);
  switch (profile.chargingProfileKind) {
    case 'Absolute':
      return Number.isNaN(firstMs) ? null : { startMs: firstMs, endMs: firstMs + durationMs };
    case 'Relative':
      return sinceMs === null ? null : { startMs: sinceMs, endMs: sinceMs + durationMs };
    case 'Recurring': {
      if (Number.isNaN(firstMs)) return null;
      const cycle = cycleMs(profile.recurrencyKind);
      const startMs = firstMs + Math.max(Math.floor((atMs - firstMs) / cycle), 0) * cycle;
      // A schedule that is longer than its cycle is cut by its own next run (OCPP 1.6 7.39).
      return { startMs, endMs: startMs + Math.min(durationMs, cycle) };
    }
    default:
      return assertNever(profile.chargingProfileKind);
  }
}

function cycleMs(kind: RecurrencyKind | undefined): number {
  return kind === 'Weekly' ? 7 * DAY_MS : DAY_MS;
}

function momentOf(text: string | undefined, absent: number): number {
  return (text === undefined ? undefined : parseTimestamp(text)?.ms) ?? absent;
}
