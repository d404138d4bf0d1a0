/**
 * Where a payload holds an integer beyond 2^53, as `chargingSchedule.duration`; null where it holds none. The official
 * schemas know no end of integers, but JSON readers do: what arrives at a charger would be another number, or none.
 */
export function findUnsafeInteger(payload: unknown, path = ''): string | null {
  if (typeof payload === 'number') {
    return Number.isInteger(payload) && !Number.isSafeInteger(payload) ? path : null;
  }
  if (typeof payload !== 'object' || payload === null) return null;
  for (const [name, value] of Object.entries(payload)) {
    const found = findUnsafeInteger(value, path === '' ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

export const UNSAFE_INTEGER = 'is beyond 2^53: no charger can be relied on to read it';
