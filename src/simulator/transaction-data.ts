import type { MeterValue } from '../ocpp/v16/types/meter-value.ts';
import { type Configuration, measurandsOf } from './configuration.ts';
import type { RunningTransaction } from './connector-ports.ts';
import { type Reading, toMeterValue, type Wiring } from './meter-values.ts';

/**
 * What StopTransaction proves its energy with: the first and the last reading (StopTxnSampledData), and between them
 * those of the round times (StopTxnAlignedData).
 */
export function transactionDataOf(
  { begin, aligned }: Pick<RunningTransaction, 'begin' | 'aligned'>,
  end: Reading,
  configuration: Configuration,
  wiring: Wiring,
): MeterValue[] {
  const sampled = measurandsOf(configuration, 'StopTxnSampledData');
  const clockAligned = measurandsOf(configuration, 'StopTxnAlignedData');
  return [
    toMeterValue(begin, sampled, 'Transaction.Begin', wiring),
    ...aligned.map((reading) => toMeterValue(reading, clockAligned, 'Sample.Clock', wiring)),
    toMeterValue(end, sampled, 'Transaction.End', wiring),
  ].filter((value) => value !== undefined);
}
