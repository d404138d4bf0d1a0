/** How a charger that lost its server tries again: at first soon, then ever later, up to a limit. */
export interface BackOff {
  firstMs: number;
  longestMs: number;
}

/**
 * How long to wait before the next try, in milliseconds, after `failures` failed ones in a row (1 or more).
 * `spread`, 0 to 1, moves the wait by up to a quarter, so that a fleet does not come back as one (OCPP-J errata 3.4).
 */
export function backOffMs(backOff: BackOff, failures: number, spread: number): number {
  const doubled = backOff.firstMs * 2 ** Math.min(Math.max(failures, 1) - 1, 30);
  return Math.round(Math.min(doubled, backOff.longestMs) * (0.75 + spread / 4));
}
