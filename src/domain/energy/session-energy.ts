import type { EnergyAnomaly } from './anomaly.ts';
import { finalEnergy, sampledEnergy } from './billed-energy.ts';
import { exportedEnergy, type ImportCourse, importCourse } from './import-course.ts';
import { latestValues } from './latest-values.ts';
import { meterReading } from './meter-reading.ts';
import { orderedSamples } from './ordered-samples.ts';
import type { Quality } from './quality.ts';
import type { Sample } from './sample.ts';

interface SessionMeter {
  /** Wh as the charger sent it; null or below 0 is unknown. */
  meterStart: number | null;
  /** Wh as the charger sent it; null or below 0 is unknown. */
  meterStop: number | null;
  /** The final reading is our own guess, not the charger's (a start that superseded this transaction). */
  isMeterStopEstimated?: boolean | undefined;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Null while the transaction runs. */
  stoppedAt: number | null;
  /** All samples of the transaction, in any order, duplicates included. */
  samples: readonly Sample[];
  /** What the connector can deliver at most, in W, if it is known. */
  maxPowerW?: number | undefined;
  /** 1000 for a charger that sends kWh in meterStart and meterStop. */
  unitMultiplier?: number | undefined;
}

/** The energy account of one transaction. Whole Wh; null is what nobody reported. */
export interface SessionEnergy {
  /** Imported energy, never below 0: final once the transaction has ended, else as of the newest sample. */
  energyWh: number | null;
  /** Empty while the transaction runs and no energy is known. */
  quality: Quality[];
  anomalies: EnergyAnomaly[];
  /** Exported energy (vehicle to grid), never taken off `energyWh`. */
  exportWh: number | null;
  /** The newest power, whether or not the transaction has ended since. */
  powerW: number | null;
  /** `powerW` was not measured but follows from energy over time or from current and voltage. */
  isPowerEstimated: boolean;
  currentA: number | null;
  voltageV: number | null;
  socPercent: number | null;
  /** When the newest sample was taken. */
  lastSampleAt: number | null;
  meterStartWh: number | null;
  meterStopWh: number | null;
}

/**
 * What a transaction has delivered, and how sure that is, from its meter readings and samples. The result depends
 * neither on the order in which samples arrived nor on how often each came. (OCPP 1.6 4.7, 4.8, 4.10, 7.43)
 */
export function sessionEnergy(session: SessionMeter): SessionEnergy {
  const { startedAt, stoppedAt } = session;
  const multiplier = session.unitMultiplier ?? 1;
  const start = meterReading(session.meterStart, multiplier);
  const stop = meterReading(session.meterStop, multiplier);
  const samples = orderedSamples(session.samples);
  const counted = stop.wh === null ? samples : takenBefore(stoppedAt, samples);
  const sampled = importCourse(counted, { meterStartWh: start.wh, startedAt, maxPowerW: session.maxPowerW });
  const billed =
    stoppedAt === null
      ? sampledEnergy(sampled)
      : finalEnergy({ stoppedAt, meterStartWh: start.wh, meterStopWh: stop.wh }, sampled);
  const latest = latestValues(samples);
  const guessedPowerW = powerOfRegister(sampled) ?? latest.apparentPowerW;

  const anomalies = new Set<EnergyAnomaly>([...sampledAnomalies(sampled), ...billed.anomalies]);
  if (start.wh === null) {
    anomalies.add('meterStartUnknown');
  }
  if (start.isRounded || stop.isRounded) {
    anomalies.add('meterFractional');
  }
  if (latest.hasInvalidSoc) {
    anomalies.add('invalidSoc');
  }
  const isGuess = session.isMeterStopEstimated === true && stoppedAt !== null;
  return {
    energyWh: whole(billed.energyWh),
    quality: isGuess ? billed.quality.map((name) => (name === 'exact' ? 'estimated' : name)) : billed.quality,
    anomalies: [...anomalies].toSorted(),
    exportWh: whole(exportedEnergy(samples, startedAt)),
    powerW: latest.powerW ?? whole(guessedPowerW),
    isPowerEstimated: latest.powerW === null && guessedPowerW !== null,
    currentA: latest.currentA,
    voltageV: latest.voltageV,
    socPercent: latest.socPercent,
    lastSampleAt: samples.at(-1)?.at ?? null,
    meterStartWh: start.wh,
    meterStopWh: stop.wh,
  };
}

/**
 * Some chargers go on sampling after the stop, with a register already set back: the final reading ends the account.
 * If every sample lies after it, the charger's clock has jumped, and all of them count.
 */
function takenBefore(stoppedAt: number | null, samples: readonly Sample[]): readonly Sample[] {
  const before = stoppedAt === null ? samples : samples.filter(({ at }) => at <= stoppedAt);
  return before.length > 0 ? before : samples;
}

function sampledAnomalies(sampled: ImportCourse): EnergyAnomaly[] {
  if (sampled.kind !== 'register') {
    return sampled.kind === 'interval' ? ['intervalEnergyOnly'] : [];
  }
  const anomalies: EnergyAnomaly[] = [];
  if (sampled.course.resets > 0) {
    anomalies.push('meterReset');
  }
  if (sampled.course.outliers > 0) {
    anomalies.push('meterOutlier');
  }
  if (sampled.baseline.scale === 'below' || sampled.baseline.scale === 'above') {
    anomalies.push('samplesOnOtherScale');
  }
  if (sampled.isSumOfPhases) {
    anomalies.push('phasesSummed');
  }
  return anomalies;
}

/** W over the newest two readings of the register, null when there are none to compare. */
function powerOfRegister(sampled: ImportCourse): number | null {
  if (sampled.kind !== 'register' || sampled.course.previous === null) {
    return null;
  }
  const { last, previous } = sampled.course;
  const ms = last.at - previous.at;
  return ms <= 0 ? null : ((last.value - previous.value) * 3_600_000) / ms;
}

function whole(value: number | null): number | null {
  return value === null ? null : Math.floor(value + 0.5);
}
