/** How far a charger's clock is ahead of ours, seen at a time; negative when it is behind. */
export interface ClockSkew {
  skewMs: number;
  /** ms since the epoch */
  seenAt: number;
}

/** An older sight of the clock gives way, even to one that shows it further behind. */
const FRESH_MS = 60 * 60_000;

/**
 * What a message's own time says of the charger's clock. Messages only ever arrive late, never early, so within an hour
 * the largest difference is the nearest to the truth; a replay of old messages then changes nothing.
 */
export function seeClock(before: ClockSkew | null, messageAt: number, receivedAt: number): ClockSkew {
  const seen = { skewMs: messageAt - receivedAt, seenAt: receivedAt };
  const isOutdated = before === null || receivedAt - before.seenAt > FRESH_MS;
  return isOutdated || seen.skewMs > before.skewMs ? seen : before;
}
