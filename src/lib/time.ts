/**
 * A moment as every answer of the REST API shows it: ISO 8601 in UTC with `Z`. Milliseconds appear when there are any,
 * so that a time reads as the charger sent it.
 *
 * @param ms milliseconds since the epoch
 */
export function toIsoTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
