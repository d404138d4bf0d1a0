import { readSamples } from '../../../src/domain/energy/read-samples.ts';
import type { Sample } from '../../../src/domain/energy/sample.ts';

/** The start of every session in these tests. */
export const START = Date.UTC(2025, 0, 15, 10, 35);
export const MINUTE = 60_000;

/** A MeterValue as a charger sends it, so many minutes after the start of the session. */
export function meterValue(
  minutes: number,
  ...sampledValue: Record<string, unknown>[]
): Record<string, unknown> {
  return { timestamp: new Date(START + minutes * MINUTE).toISOString(), sampledValue };
}

/** The samples of these meter values, all received a day after the start. */
export function samplesOf(...meterValues: Record<string, unknown>[]): Sample[] {
  return readSamples(meterValues, { connectorId: 1, receivedAt: START + 24 * 60 * MINUTE }).samples;
}

/** An import register in Wh, read once a minute from the first minute on. */
export function register(...values: (number | string)[]): Sample[] {
  return samplesOf(...values.map((value, index) => meterValue(index + 1, { value: String(value) })));
}

/** A session that still runs. */
export function session(meterStart: number | null, samples: Sample[]) {
  return { meterStart, meterStop: null, startedAt: START, stoppedAt: null, samples };
}

/** A session that ended after two hours. */
export function ended(meterStart: number | null, meterStop: number | null, samples: Sample[] = []) {
  return { meterStart, meterStop, startedAt: START, stoppedAt: START + 120 * MINUTE, samples };
}
