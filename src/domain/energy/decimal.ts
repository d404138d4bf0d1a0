const DECIMAL = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * The number in a SampledValue's `value` (OCPP 1.6 7.43 makes it a string; some chargers send a JSON number), times
 * ten to the power of `shift`. The shift is done in decimal, so that `"21.4"` kWh is 21400 Wh and not a hair less.
 *
 * Null for what is no plain decimal: empty, `NaN`, hexadecimal, a decimal comma, infinity.
 */
export function parseDecimal(value: unknown, shift = 0): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return null;
  }
  const parts = DECIMAL.exec(String(value).trim());
  if (parts === null) {
    return null;
  }
  const parsed = Number(`${parts[1]}e${Number(parts[2] ?? 0) + shift}`);
  return Number.isFinite(parsed) ? parsed : null;
}
