import { parseTimestamp } from '../../ocpp/timestamp.ts';
import type { EnergyAnomaly } from './anomaly.ts';

/** Before 2001 no charger spoke OCPP: such a time is a clock that has not been set (1970, or a chip's 2000-01-01). */
const CLOCK_SET_AFTER = Date.UTC(2001, 0, 1);

const FUTURE_TOLERANCE_MS = 5 * 60_000;

/**
 * When the samples of one MeterValue were taken: the charger's own time in UTC, else the time of receipt with the
 * reason (OCPP 1.6 7.33; chargers stamp 1970 until their clock is set). A time in the future stands, flagged.
 */
export function sampleTime(
  timestamp: unknown,
  receivedAt: number,
): { at: number; anomaly: EnergyAnomaly | null } {
  const parsed = typeof timestamp === 'string' ? parseTimestamp(timestamp) : undefined;
  if (parsed === undefined) {
    return { at: receivedAt, anomaly: 'sampleWithoutTime' };
  }
  if (parsed.ms < CLOCK_SET_AFTER) {
    return { at: receivedAt, anomaly: 'clockNotSet' };
  }
  return { at: parsed.ms, anomaly: parsed.ms > receivedAt + FUTURE_TOLERANCE_MS ? 'sampleFromFuture' : null };
}
