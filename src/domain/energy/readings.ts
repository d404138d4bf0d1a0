import type { Measurand, Phase } from '../../ocpp/v16/types/sampled-value.ts';
import type { Sample } from './sample.ts';
import type { SampleUnit } from './unit.ts';

/** One quantity of a whole connector at one time. */
export interface Reading {
  at: number;
  value: number;
  /** Taken at the very start of the transaction (context `Transaction.Begin`). */
  isBegin: boolean;
}

interface ReadingOptions {
  measurand: Measurand;
  unit: SampleUnit;
  /** Which of several overall values of one time counts, when contexts disagree. */
  choose: (values: number[]) => number;
}

const PHASES_TO_GROUND: readonly Phase[] = ['L1', 'L2', 'L3'];
const PHASES_TO_NEUTRAL: readonly Phase[] = ['L1-N', 'L2-N', 'L3-N'];

/**
 * The course of one quantity in ordered samples: overall values where there are any, else the sum of the three phases
 * of each time (field: N and phase to phase are never summed). What is measured at the outlet goes before the inlet,
 * which counts for connector 0, the main meter, alone; body, cable and vehicle never do.
 */
export function readingsOf(
  samples: readonly Sample[],
  options: ReadingOptions,
): { readings: Reading[]; summed: boolean } {
  const usable = samples.filter(
    (sample) =>
      sample.measurand === options.measurand &&
      sample.format === 'Raw' &&
      sample.unit === options.unit &&
      sample.value !== null,
  );
  const atOutlet = usable.filter(isAtOutlet);
  const measured =
    atOutlet.length > 0
      ? atOutlet
      : usable.filter((sample) => sample.connectorId === 0 && sample.location === 'Inlet');
  const overall = measured.filter((sample) => sample.phase === null);
  if (overall.length > 0) {
    return {
      readings: byTime(overall).map((group) => reading(group, options.choose(valuesOf(group)))),
      summed: false,
    };
  }
  const toGround = phaseSums(measured, PHASES_TO_GROUND);
  const readings = toGround.length > 0 ? toGround : phaseSums(measured, PHASES_TO_NEUTRAL);
  return { readings, summed: readings.length > 0 };
}

/** At the outlet, said or meant: an absent location is `Outlet` (OCPP 1.6 7.43). */
export function isAtOutlet(sample: Sample): boolean {
  return sample.location === null || sample.location === 'Outlet';
}

/** Times at which a phase is missing that others have are left out: their sum would look like a fall. */
function phaseSums(samples: readonly Sample[], phases: readonly Phase[]): Reading[] {
  const sums = byTime(samples.filter((sample) => sample.phase !== null && phases.includes(sample.phase))).map(
    (group) => {
      const byPhase = new Map<Phase | null, number>();
      for (const sample of group) {
        byPhase.set(
          sample.phase,
          Math.max(sample.value ?? 0, byPhase.get(sample.phase) ?? Number.NEGATIVE_INFINITY),
        );
      }
      const sum = [...byPhase.values()].reduce((total, value) => total + value, 0);
      return { phaseCount: byPhase.size, ...reading(group, sum) };
    },
  );
  const phaseCount = sums.reduce((most, sum) => Math.max(most, sum.phaseCount), 0);
  return sums
    .filter((sum) => sum.phaseCount === phaseCount)
    .map(({ at, value, isBegin }) => ({ at, value, isBegin }));
}

function byTime(samples: readonly Sample[]): Sample[][] {
  const groups: Sample[][] = [];
  for (const sample of samples) {
    const group = groups.at(-1);
    if (group?.[0]?.at === sample.at) {
      group.push(sample);
    } else {
      groups.push([sample]);
    }
  }
  return groups;
}

function valuesOf(group: readonly Sample[]): number[] {
  return group.flatMap((sample) => (sample.value === null ? [] : [sample.value]));
}

function reading(group: readonly Sample[], value: number): Reading {
  return {
    at: group[0]?.at ?? 0,
    value,
    isBegin: group.some((sample) => sample.context === 'Transaction.Begin'),
  };
}
