import { orderedSamples } from './ordered-samples.ts';
import { readingsOf } from './readings.ts';
import type { Sample } from './sample.ts';

/** Less than a meter's last digit moves while nothing flows. */
const STANDSTILL_WH = 1;

/**
 * How long a car stood after its energy had stopped, in ms: from the last reading of the register that was higher than
 * the one before (the final reading counts too), to the end of the transaction or, while it runs, to its newest
 * reading. Null where the register does not tell. Operators charge for it; the protocol leaves money to them.
 */
export function idleMs(
  samples: readonly Sample[],
  end: { stoppedAt: number; meterStop: number | null } | null,
): number | null {
  const { readings } = readingsOf(orderedSamples(samples), {
    measurand: 'Energy.Active.Import.Register',
    unit: 'Wh',
    choose: (values) => Math.max(...values),
  });
  const [first] = readings;
  const newest = readings.at(-1);
  if (first === undefined || newest === undefined || readings.length < 2) return null;
  let before = first;
  let lastFlowAt = first.at;
  for (const reading of readings.slice(1)) {
    if (reading.value - before.value >= STANDSTILL_WH) lastFlowAt = reading.at;
    before = reading;
  }
  if (end === null) return Math.max(0, newest.at - lastFlowAt);
  const flowedToTheEnd = end.meterStop !== null && end.meterStop - newest.value >= STANDSTILL_WH;
  return flowedToTheEnd ? 0 : Math.max(0, end.stoppedAt - lastFlowAt);
}
