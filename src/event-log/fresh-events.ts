import type { ChargerEvent } from '../contracts/charger-event.ts';
import type { SequenceGap } from '../contracts/event-log-rpc.ts';

/**
 * What of a delivery the log has not taken yet, in order, and where numbers are missing in it: a charger counts without
 * a hole, so events that were skipped are lost.
 *
 * @param through the last sequence of this charger that the log holds
 */
export function freshEvents(
  through: number,
  events: readonly ChargerEvent[],
): { fresh: ChargerEvent[]; gaps: Pick<SequenceGap, 'after' | 'before'>[]; through: number } {
  const fresh: ChargerEvent[] = [];
  const gaps: Pick<SequenceGap, 'after' | 'before'>[] = [];
  let last = through;
  for (const event of events) {
    if (event.sequence <= last) continue;
    if (event.sequence > last + 1) gaps.push({ after: last, before: event.sequence });
    fresh.push(event);
    last = event.sequence;
  }
  return { fresh, gaps, through: last };
}
