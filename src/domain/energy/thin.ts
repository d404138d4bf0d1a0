import { orderedSamples, quantityOf } from './ordered-samples.ts';
import type { Sample } from './sample.ts';

/**
 * A series with one sample for each interval and quantity of a connector: the newest of the interval, so that a
 * register shows what it had reached. Intervals are aligned to the epoch; the result is ordered by time.
 *
 * @param intervalMs milliseconds, above 0
 */
export function thinSamples(samples: readonly Sample[], intervalMs: number): Sample[] {
  const kept = new Map<string, Sample>();
  for (const sample of orderedSamples(samples)) {
    const key = `${Math.floor(sample.at / intervalMs)}|${sample.connectorId}|${quantityOf(sample)}`;
    kept.set(key, sample);
  }
  return orderedSamples([...kept.values()]);
}
