import type { Measurand, Phase } from '../../ocpp/v16/types/sampled-value.ts';
import { isAtOutlet, readingsOf } from './readings.ts';
import type { Sample } from './sample.ts';

/** What flows now, by the newest samples; null where the charger reports none. Limits (`…Offered`) are not measurements. */
interface LatestValues {
  /** W, as measured: overall, else the sum of the phases. */
  powerW: number | null;
  /** A: overall, else that of the most loaded phase. */
  currentA: number | null;
  /** V: overall, else the mean of the phases to neutral. */
  voltageV: number | null;
  /** Percent, above 0: many chargers send 0 while they do not know it. */
  socPercent: number | null;
  /** W, as current times voltage of all phases: a guess for want of a measurement. */
  apparentPowerW: number | null;
  hasInvalidSoc: boolean;
}

/** @param samples ordered by time */
export function latestValues(samples: readonly Sample[]): LatestValues {
  const power = readingsOf(samples, {
    measurand: 'Power.Active.Import',
    unit: 'W',
    choose: (values) => Math.max(...values),
  });
  const currents = latestByPhase(samples, 'Current.Import');
  const voltages = latestByPhase(samples, 'Voltage');
  const states = samples.flatMap(({ measurand, value }) =>
    measurand === 'SoC' && value !== null ? [value] : [],
  );
  return {
    powerW: power.readings.at(-1)?.value ?? null,
    currentA: currents.overall ?? highest(currents.phases),
    voltageV: voltages.overall ?? mean(voltages.phases),
    socPercent: states.findLast((value) => value > 0 && value <= 100) ?? null,
    apparentPowerW: apparentPower(currents, voltages),
    hasInvalidSoc: states.some((value) => value < 0 || value > 100),
  };
}

interface ByPhase {
  overall: number | null;
  /** L1, L2, L3, whether the charger names them so or against neutral. */
  phases: Map<string, number>;
}

const PHASES: ReadonlyMap<Phase, string> = new Map<Phase, string>([
  ['L1', 'L1'],
  ['L2', 'L2'],
  ['L3', 'L3'],
  ['L1-N', 'L1'],
  ['L2-N', 'L2'],
  ['L3-N', 'L3'],
]);

/** All values of the newest time at which the quantity was sampled, at the outlet if it ever was there. */
function latestByPhase(samples: readonly Sample[], measurand: Measurand): ByPhase {
  const usable = samples.filter(
    (sample) =>
      sample.measurand === measurand &&
      sample.value !== null &&
      (sample.phase === null || PHASES.has(sample.phase)),
  );
  const atOutlet = usable.filter(isAtOutlet);
  const measured = atOutlet.length > 0 ? atOutlet : usable;
  const newest = measured.at(-1)?.at;
  const latest: ByPhase = { overall: null, phases: new Map() };
  for (const { at, phase, value } of measured) {
    if (at !== newest || value === null) {
      continue;
    }
    if (phase === null) {
      latest.overall = Math.max(value, latest.overall ?? value);
    } else {
      const name = PHASES.get(phase) ?? phase;
      latest.phases.set(name, Math.max(value, latest.phases.get(name) ?? value));
    }
  }
  return latest;
}

/** A current without a phase flows in as many phases as the voltages name, one if they name none. */
function apparentPower(currents: ByPhase, voltages: ByPhase): number | null {
  const usualV = voltages.overall ?? mean(voltages.phases);
  if (usualV === null) {
    return null;
  }
  if (currents.phases.size > 0) {
    return [...currents.phases].reduce(
      (sum, [name, ampere]) => sum + ampere * (voltages.phases.get(name) ?? usualV),
      0,
    );
  }
  return currents.overall === null ? null : currents.overall * usualV * Math.max(1, voltages.phases.size);
}

function highest(phases: ReadonlyMap<string, number>): number | null {
  return phases.size === 0 ? null : Math.max(...phases.values());
}

function mean(phases: ReadonlyMap<string, number>): number | null {
  return phases.size === 0 ? null : [...phases.values()].reduce((sum, value) => sum + value, 0) / phases.size;
}
