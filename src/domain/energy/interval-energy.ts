import type { Measurand } from '../../ocpp/v16/types/sampled-value.ts';
import { readingsOf } from './readings.ts';
import type { Sample } from './sample.ts';

/**
 * The sum of a charger's interval samples in Wh, null when there are none. Whether an interval ends or begins at its
 * timestamp is up to the firmware, so this only stands in for a register. Clock-aligned intervals overlap the
 * periodic ones: where both come, the periodic ones count. What came with the start was delivered before it.
 */
export function intervalEnergy(
  samples: readonly Sample[],
  measurand: Extract<Measurand, `Energy.Active.${string}.Interval`>,
  startedAt: number,
): number | null {
  const within = samples.filter(
    (sample) =>
      sample.measurand === measurand && sample.at > startedAt && sample.context !== 'Transaction.Begin',
  );
  const hasPeriodic = within.some((sample) => sample.context === 'Sample.Periodic');
  const distinct = hasPeriodic ? within.filter((sample) => sample.context !== 'Sample.Clock') : within;
  const { readings } = readingsOf(distinct, {
    measurand,
    unit: 'Wh',
    choose: (values) => Math.max(...values),
  });
  return readings.length === 0 ? null : readings.reduce((sum, { value }) => sum + Math.max(0, value), 0);
}
