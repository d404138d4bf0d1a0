/** A meter reading of Start- or StopTransaction as it is accounted: whole Wh, or null when the charger knows none. */
interface MeterReading {
  wh: number | null;
  /** It had a fraction of a Wh, which was rounded, halves up. */
  isRounded: boolean;
}

/**
 * @param reported what the charger sent; below 0 means unknown (field: ABL sends -1)
 * @param multiplier 1000 for a charger known to send kWh here, which cannot be told from the number itself
 */
export function meterReading(reported: number | null, multiplier: number): MeterReading {
  if (reported === null || reported < 0) {
    return { wh: null, isRounded: false };
  }
  const wh = reported * multiplier;
  const rounded = Math.floor(wh + 0.5);
  // 12.345 × 1000 may miss 12345 by the last bit: that is no fraction.
  return { wh: rounded, isRounded: Math.abs(wh - rounded) > 1e-6 };
}
