import { intervalEnergy } from './interval-energy.ts';
import { type Reading, readingsOf } from './readings.ts';
import { courseOf, type PowerLimits, type RegisterCourse } from './register.ts';
import type { Sample } from './sample.ts';
import { type Baseline, baselineOf, isRoundedDown } from './scale.ts';

/** What samples alone say about the energy of a transaction. */
export type ImportCourse =
  | {
      kind: 'register';
      baseline: Baseline;
      readings: Reading[];
      course: RegisterCourse;
      limits: PowerLimits;
      isSumOfPhases: boolean;
    }
  | { kind: 'interval'; energyWh: number }
  | { kind: 'none' };

/** The largest alternating-current connector (63 A, three phases): a session may deliver it unless it shows more. */
const USUAL_MAX_POWER_W = 43_500;
const ABSURD_POWER_W = 500_000;

/** The imported energy that ordered samples show, from their register or, if there is none, from their intervals. */
export function importCourse(
  samples: readonly Sample[],
  options: { meterStartWh: number | null; startedAt: number; maxPowerW: number | undefined },
): ImportCourse {
  const { meterStartWh, startedAt } = options;
  const { readings, summed } = readingsOf(samples, {
    measurand: 'Energy.Active.Import.Register',
    unit: 'Wh',
    choose: (values) => nearestFromAbove(values, meterStartWh ?? 0),
  });
  const sound = readings.filter(({ value }) => value >= 0);
  const baseline = baselineOf(sound, meterStartWh, startedAt);
  if (baseline === null) {
    const energyWh = intervalEnergy(samples, 'Energy.Active.Import.Interval', startedAt);
    return energyWh === null ? { kind: 'none' } : { kind: 'interval', energyWh };
  }
  const levelled = sound.map((point) =>
    isRoundedDown(point.value, baseline.value) ? { ...point, value: baseline.value } : point,
  );
  const limits = powerLimits(samples, options.maxPowerW);
  const course = courseOf(baseline, levelled, limits);
  return { kind: 'register', baseline, readings: levelled, course, limits, isSumOfPhases: summed };
}

/** Exported energy (vehicle to grid) in Wh: a counter of its own, never taken off the imported energy. */
export function exportedEnergy(samples: readonly Sample[], startedAt: number): number | null {
  const { readings } = readingsOf(samples, {
    measurand: 'Energy.Active.Export.Register',
    unit: 'Wh',
    choose: (values) => nearestFromAbove(values, 0),
  });
  const sound = readings.filter(({ value }) => value >= 0);
  const baseline = baselineOf(sound, null, startedAt);
  return baseline === null
    ? intervalEnergy(samples, 'Energy.Active.Export.Interval', startedAt)
    : courseOf(baseline, sound, powerLimits(samples, undefined)).energyWh;
}

/** Of a lifetime and a session register under one name, the one that meterStart belongs to. */
function nearestFromAbove(values: readonly number[], floor: number): number {
  const above = values.filter((value) => value >= floor);
  return above.length > 0 ? Math.min(...above) : Math.max(...values);
}

function powerLimits(samples: readonly Sample[], maxPowerW: number | undefined): PowerLimits {
  const { readings } = readingsOf(samples, {
    measurand: 'Power.Active.Import',
    unit: 'W',
    choose: (values) => Math.max(...values),
  });
  const seenW = readings.reduce((most, { value }) => Math.max(most, value), 0);
  const deliverableW = maxPowerW ?? Math.max(USUAL_MAX_POWER_W, seenW * 1.25);
  return { deliverableW, absurdW: Math.max(ABSURD_POWER_W, deliverableW * 2) };
}
