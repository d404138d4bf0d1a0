import { assertNever } from '../lib/assert-never.ts';
import { formatTimestamp } from '../ocpp/timestamp.ts';
import type { MeterValue } from '../ocpp/v16/types/meter-value.ts';
import type { Phase, ReadingContext, SampledValue } from '../ocpp/v16/types/sampled-value.ts';

/** What a meter says at one moment. */
export interface Reading {
  /** Milliseconds since 1970. */
  atMs: number;
  energyWh: number;
  powerW: number;
  /** What the charger would give if the vehicle took it, in W. */
  offeredW: number;
  /** On how many phases it gives that; the others carry nothing. */
  phases: number;
  /** 0 to 100, null when the vehicle tells none. */
  socPercent: number | null;
}

/** How a connector is wired: on how many phases, at which voltage to neutral. */
export interface Wiring {
  phases: 1 | 3;
  voltageV: number;
}

/** The measurands this charger can measure, of those in OCPP 1.6 7.31. */
export const MEASURANDS = [
  'Energy.Active.Import.Register',
  'Power.Active.Import',
  'Power.Offered',
  'Current.Import',
  'Current.Offered',
  'Voltage',
  'SoC',
] as const;

export type MeasuredQuantity = (typeof MEASURANDS)[number];

export function isMeasured(text: string): text is MeasuredQuantity {
  return MEASURANDS.some((measurand) => measurand === text);
}

const CONDUCTORS = ['L1', 'L2', 'L3'] as const;
const CONDUCTORS_TO_NEUTRAL = ['L1-N', 'L2-N', 'L3-N'] as const;

/**
 * The wanted quantities of a reading as one meter value, in the order asked for. What cannot be told (SoC without a
 * vehicle) is left out; undefined when nothing is left.
 */
export function toMeterValue(
  reading: Reading,
  wanted: readonly MeasuredQuantity[],
  context: ReadingContext,
  wiring: Wiring,
): MeterValue | undefined {
  const sampledValue = wanted.flatMap((measurand) => sample(reading, measurand, context, wiring));
  return sampledValue.length === 0 ? undefined : { timestamp: formatTimestamp(reading.atMs), sampledValue };
}

function sample(
  reading: Reading,
  measurand: MeasuredQuantity,
  context: ReadingContext,
  wiring: Wiring,
): SampledValue[] {
  const atOutlet = { context, measurand, location: 'Outlet' } as const;
  const amperes = (watts: number) => (watts / (reading.phases * wiring.voltageV)).toFixed(1);
  switch (measurand) {
    case 'Energy.Active.Import.Register':
      return [{ value: String(Math.round(reading.energyWh)), ...atOutlet, unit: 'Wh' }];
    case 'Power.Active.Import':
      return [{ value: String(Math.round(reading.powerW)), ...atOutlet, unit: 'W' }];
    case 'Power.Offered':
      return [{ value: String(Math.round(reading.offeredW)), ...atOutlet, unit: 'W' }];
    case 'Current.Offered':
      return [{ value: amperes(reading.offeredW), ...atOutlet, unit: 'A' }];
    case 'Current.Import':
      return perPhase({ value: amperes(reading.powerW), ...atOutlet, unit: 'A' }, CONDUCTORS, wiring).map(
        (each, index) => (index < reading.phases ? each : { ...each, value: '0.0' }),
      );
    case 'Voltage':
      return perPhase(
        { value: wiring.voltageV.toFixed(1), ...atOutlet, unit: 'V' },
        CONDUCTORS_TO_NEUTRAL,
        wiring,
      );
    case 'SoC':
      if (reading.socPercent === null) return [];
      return [{ value: reading.socPercent.toFixed(1), context, measurand, location: 'EV', unit: 'Percent' }];
    default:
      return assertNever(measurand);
  }
}

function perPhase(value: SampledValue, phases: readonly Phase[], wiring: Wiring): SampledValue[] {
  return wiring.phases === 1 ? [value] : phases.map((phase) => ({ ...value, phase }));
}
