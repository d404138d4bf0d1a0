/** Failed logins of one charger from each address within the last minute; ms since the epoch. */
export type LoginAttempts = ReadonlyMap<string, readonly number[]>;

const WINDOW_MS = 60_000;
const MOST_FAILURES = 10;
/** Addresses remembered at once: a flood from many must not fill the memory. */
const MOST_ADDRESSES = 100;

/**
 * Seconds that an address has to wait before its password is looked at again; 0 when it need not. Only that address
 * waits, and never for good: the charger itself may be behind another one.
 */
export function waitBeforeLogin(attempts: LoginAttempts, address: string, now: number): number {
  // They were within a minute when the last one was added; the wait is counted from that one.
  const failures = attempts.get(address) ?? [];
  const last = failures.at(-1);
  if (failures.length < MOST_FAILURES || last === undefined) return 0;
  return Math.max(0, Math.ceil((last + WINDOW_MS - now) / 1000));
}

/** The attempts after one more failure. */
export function addFailure(attempts: LoginAttempts, address: string, now: number): LoginAttempts {
  const failures = [...(attempts.get(address) ?? []), now].filter((at) => now - at < WINDOW_MS);
  const others = [...attempts].filter(
    ([other, times]) => other !== address && times.some((at) => now - at < WINDOW_MS),
  );
  return new Map([...others.slice(-(MOST_ADDRESSES - 1)), [address, failures.slice(-MOST_FAILURES)]]);
}
