import { assertNever } from '../../lib/assert-never.ts';
import type { EnergyAnomaly } from './anomaly.ts';
import type { ImportCourse } from './import-course.ts';
import type { Quality } from './quality.ts';
import { courseOf, MORE_THAN_A_SESSION_WH, type RegisterCourse } from './register.ts';

type SampledRegister = Extract<ImportCourse, { kind: 'register' }>;

interface BilledEnergy {
  energyWh: number | null;
  quality: Quality[];
  anomalies: EnergyAnomaly[];
}

interface Ended {
  stoppedAt: number;
  meterStartWh: number | null;
  meterStopWh: number | null;
}

/** A final reading may fall this far short of a sample in kWh with two decimals without contradicting it. */
const ROUNDING_WH = 10;

/** The energy that samples show: what a running transaction has delivered so far. */
export function sampledEnergy(sampled: ImportCourse): BilledEnergy {
  switch (sampled.kind) {
    case 'none':
      return { energyWh: null, quality: [], anomalies: [] };
    case 'interval':
      return { energyWh: sampled.energyWh, quality: ['estimated'], anomalies: [] };
    case 'register':
      return {
        energyWh: sampled.course.energyWh,
        quality: qualityOf(sampled, sampled.course, sampled.baseline.scale === 'startUnknown'),
        anomalies: [],
      };
    default:
      return assertNever(sampled);
  }
}

/**
 * The final energy: meterStop − meterStart (OCPP 1.6 4.8, 4.10), and what the samples show where those two are
 * missing or contradict the samples. Never below 0.
 */
export function finalEnergy(ended: Ended, sampled: ImportCourse): BilledEnergy {
  const { meterStartWh: start, meterStopWh: stop } = ended;
  const live = sampledEnergy(sampled);
  if (stop === null) {
    const quality: Quality[] = live.energyWh === null ? ['estimated'] : asEstimate(live.quality);
    return { ...live, quality, anomalies: ['meterStopMissing'] };
  }
  if (start === null || startsOnOtherScale(sampled, stop)) {
    return fromSamplesToStop(ended.stoppedAt, stop, sampled, live);
  }
  const hasSampledEnergy = live.energyWh !== null && live.energyWh > 0;
  const zero: EnergyAnomaly[] = stop === 0 && hasSampledEnergy ? ['meterStopZero'] : [];
  if (stop < start) {
    return belowStart(ended.stoppedAt, stop, start, sampled, zero);
  }
  if (zero.length > 0) {
    return { energyWh: live.energyWh, quality: asEstimate(live.quality), anomalies: zero };
  }
  return betweenReadings(ended.stoppedAt, stop, start, sampled);
}

function betweenReadings(
  stoppedAt: number,
  stop: number,
  start: number,
  sampled: ImportCourse,
): BilledEnergy {
  const exact: BilledEnergy = { energyWh: stop - start, quality: ['exact'], anomalies: [] };
  if (sampled.kind !== 'register' || sampled.baseline.scale !== 'same') {
    return exact;
  }
  const whole = withStop(sampled, stoppedAt, stop);
  if (whole.resets > 0 && !isBackOnScale(sampled, stoppedAt, stop)) {
    return { energyWh: whole.energyWh, quality: qualityOf(sampled, whole, false), anomalies: ['meterReset'] };
  }
  if (whole.outliers > sampled.course.outliers) {
    return { ...exact, anomalies: ['meterOutlier'] };
  }
  const { last, resets } = sampled.course;
  const contradicts = resets === 0 && last.at <= stoppedAt && last.value - stop > ROUNDING_WH;
  return contradicts ? { ...exact, quality: ['estimated'], anomalies: ['meterStopBelowLastSample'] } : exact;
}

/** The register seemed to fall, but the final reading is more than it can have climbed since: it never had. */
function isBackOnScale(sampled: SampledRegister, stoppedAt: number, stop: number): boolean {
  const { last, peakBeforeReset } = sampled.course;
  const hours = (stoppedAt - last.at) / 3_600_000;
  return (
    peakBeforeReset !== null &&
    stop >= peakBeforeReset &&
    stop - last.value > sampled.limits.deliverableW * hours
  );
}

function belowStart(
  stoppedAt: number,
  stop: number,
  start: number,
  sampled: ImportCourse,
  zero: EnergyAnomaly[],
): BilledEnergy {
  const anomalies: EnergyAnomaly[] = ['meterStopBelowStart', ...zero];
  if (sampled.kind === 'none') {
    return { energyWh: 0, quality: ['negative'], anomalies };
  }
  if (sampled.kind === 'interval') {
    return { energyWh: sampled.energyWh, quality: ['estimated', 'negative'], anomalies };
  }
  const isOnScaleOfSamples =
    sampled.baseline.scale === 'same' || Math.abs(stop - sampled.course.last.value) < start - stop;
  const whole = isOnScaleOfSamples ? withStop(sampled, stoppedAt, stop) : sampled.course;
  if (whole.resets > 0) {
    return {
      energyWh: whole.energyWh,
      quality: qualityOf(sampled, whole, false),
      anomalies: [...anomalies, 'meterReset'],
    };
  }
  return { energyWh: whole.energyWh, quality: [...qualityOf(sampled, whole, true), 'negative'], anomalies };
}

/** There is no start to subtract: from the first sample to the final reading, if that lies on the samples' scale. */
function fromSamplesToStop(
  stoppedAt: number,
  stop: number,
  sampled: ImportCourse,
  live: BilledEnergy,
): BilledEnergy {
  if (sampled.kind !== 'register') {
    return live;
  }
  const { last } = sampled.course;
  const isOnScaleOfSamples = stop - last.value <= MORE_THAN_A_SESSION_WH;
  const whole = isOnScaleOfSamples ? withStop(sampled, stoppedAt, stop) : sampled.course;
  const anomalies: EnergyAnomaly[] = sampled.baseline.scale === 'above' ? ['meterStartOtherScale'] : [];
  if (last.value - stop > ROUNDING_WH && whole.resets === 0) {
    anomalies.push('meterStopBelowLastSample');
  }
  if (whole.resets > 0) {
    anomalies.push('meterReset');
  }
  return { energyWh: whole.energyWh, quality: qualityOf(sampled, whole, true), anomalies };
}

function startsOnOtherScale(sampled: ImportCourse, stop: number): boolean {
  return (
    sampled.kind === 'register' &&
    sampled.baseline.scale === 'above' &&
    stop >= sampled.course.last.value - ROUNDING_WH
  );
}

/** The course with the final reading as its last point, whatever the charger's clock said then. */
function withStop(sampled: SampledRegister, stoppedAt: number, stop: number): RegisterCourse {
  const { baseline, readings, limits } = sampled;
  const lastAt = readings.at(-1)?.at ?? stoppedAt;
  return courseOf(baseline, [...readings, { at: Math.max(stoppedAt, lastAt), value: stop }], limits);
}

function qualityOf(sampled: SampledRegister, course: RegisterCourse, isEstimated: boolean): Quality[] {
  const quality: Quality[] = [];
  if (isEstimated) {
    quality.push('estimated');
  }
  if (course.resets > 0) {
    quality.push('meterReset');
  }
  if (course.hasGap || sampled.baseline.hasGap) {
    quality.push('gap');
  }
  return quality.length === 0 ? ['exact'] : quality;
}

function asEstimate(quality: readonly Quality[]): Quality[] {
  return ['estimated', ...quality.filter((name) => name !== 'exact' && name !== 'estimated')];
}
