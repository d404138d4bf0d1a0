/** As many wrong passwords within the window as one address has for one charger. */
const MOST_FAILURES = 10;
const WINDOW_MS = 60_000;
const MOST_KEPT = 10_000;

/** When each address failed lately, oldest first, by charger and address. Best effort: each isolate counts its own. */
const failures = new Map<string, number[]>();

/**
 * For how many seconds this address may not try this charger again; null when it may. Other addresses and other
 * chargers are never affected, so that nobody is locked out by somebody else.
 */
export function secondsUntilNextLogin(foldedId: string, address: string, now: number): number | null {
  const recent = failures.get(keyOf(foldedId, address)) ?? [];
  const last = recent.at(-1);
  if (recent.length < MOST_FAILURES || last === undefined || last + WINDOW_MS <= now) return null;
  return Math.ceil((last + WINDOW_MS - now) / 1_000);
}

export function noteFailedLogin(foldedId: string, address: string, now: number): void {
  const key = keyOf(foldedId, address);
  const recent = (failures.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
  failures.delete(key);
  if (failures.size >= MOST_KEPT) failures.clear();
  failures.set(key, [...recent, now]);
}

function keyOf(foldedId: string, address: string): string {
  return `${address} ${foldedId}`;
}
