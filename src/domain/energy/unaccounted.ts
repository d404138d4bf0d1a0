import type { EnergyAnomaly } from './anomaly.ts';

/** Energy that a connector's meter counted between two of its transactions. */
interface Unaccounted {
  /** Wh; null where it cannot be told. */
  unaccountedWh: number | null;
  flags: EnergyAnomaly[];
}

/**
 * Compares the end of one transaction with the start of the next on the same connector. Registers are not to be set
 * back, so the two readings should be equal (OCPP 1.6 7.31); what lies between them flowed outside of any transaction.
 * A lower start is a register that begins anew with each session or boot: legitimate, and nothing can be told.
 *
 * @param meterStopWh of the earlier transaction, as the charger reported it; null or below 0 is unknown
 * @param meterStartWh of the later transaction; null or below 0 is unknown
 */
export function unaccountedEnergy(meterStopWh: number | null, meterStartWh: number | null): Unaccounted {
  if (meterStopWh === null || meterStartWh === null || meterStopWh < 0 || meterStartWh < meterStopWh) {
    return { unaccountedWh: null, flags: [] };
  }
  const unaccountedWh = meterStartWh - meterStopWh;
  return { unaccountedWh, flags: unaccountedWh > 0 ? ['unaccountedEnergy'] : [] };
}
