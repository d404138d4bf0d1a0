import type { ChargingRateUnit, ChargingSchedulePeriod } from '../ocpp/v16/types/charging-schedule.ts';
import type { Wiring } from './meter-values.ts';

/** How much may flow: over all phases, on each phase, and on how many phases. Infinite where nothing is said. */
export interface PowerLimit {
  totalW: number;
  phaseW: number;
  phases: number;
}

/** What a wiring carries when it gives `powerW` on all its phases. */
export function capacityOf(powerW: number, wiring: Wiring): PowerLimit {
  return { totalW: powerW, phaseW: powerW / wiring.phases, phases: wiring.phases };
}

/** What a period of a schedule allows: A is per phase, W over all; numberPhases is 3 unless given (OCPP 1.6 7.12, 7.14). */
export function toPowerLimit(
  period: Pick<ChargingSchedulePeriod, 'limit' | 'numberPhases'>,
  unit: ChargingRateUnit,
  wiring: Wiring,
): PowerLimit {
  const phases = Math.min(period.numberPhases ?? 3, wiring.phases);
  return unit === 'W'
    ? { totalW: period.limit, phaseW: Number.POSITIVE_INFINITY, phases }
    : { totalW: Number.POSITIVE_INFINITY, phaseW: period.limit * wiring.voltageV, phases };
}

/** All the limits hold. */
export function strictest(first: PowerLimit, ...others: readonly PowerLimit[]): PowerLimit {
  const limits = [first, ...others];
  return {
    totalW: Math.min(...limits.map(({ totalW }) => totalW)),
    phaseW: Math.min(...limits.map(({ phaseW }) => phaseW)),
    phases: Math.min(...limits.map(({ phases }) => phases)),
  };
}

/** What may flow over all phases, in W. */
export function wattsOf(limit: PowerLimit): number {
  return Math.min(limit.totalW, limit.phaseW * limit.phases);
}

/** A limit as a schedule states it, with one decimal: cut, since more than is allowed would be wrong. */
export function toPeriodLimit(limit: PowerLimit, unit: ChargingRateUnit, wiring: Wiring): number {
  const exact = unit === 'W' ? wattsOf(limit) : wattsOf(limit) / (wiring.voltageV * limit.phases);
  // Rounding in the last place must not cost a whole tenth.
  return Math.floor(exact * 10 + 1e-6) / 10;
}

/** Shares what there is among those who want some: equally, and what one cannot use the others get. Same order, in W. */
export function shareFairly(totalW: number, wantedW: readonly number[]): number[] {
  const shares = wantedW.map(() => 0);
  const byWant = [...wantedW.entries()].toSorted(([, left], [, right]) => left - right);
  let leftW = totalW;
  for (const [place, [index, wanted]] of byWant.entries()) {
    const share = Math.min(wanted, leftW / (byWant.length - place));
    shares[index] = share;
    leftW -= share;
  }
  return shares;
}
