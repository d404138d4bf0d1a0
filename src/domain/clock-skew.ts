/** How far a charger's clock is ahead of ours, seen at a time; negative when it is behind. */
export interface ClockSkew {
  skewMs: number;
  /** ms since the epoch */
  seenAt: number;
}

/** A message by whose own time a charger's clock is seen. Times in ms since the epoch. */
export interface TimedMessage {
  messageAt: number;
  receivedAt: number;
  /** It may have waited in the charger for long, as what belongs to a transaction does (OCPP 1.6 3.7.1). */
  mayBeOld: boolean;
}

/** An older sight of the clock gives way, even to one that shows it further behind. */
const FRESH_MS = 60 * 60_000;

/**
 * What a message's own time says of the charger's clock. Messages only ever arrive late, never early, so within an hour
 * the largest difference is the nearest to the truth; a replay of old messages then changes nothing. By itself one that
 * may be old shows only a clock that is ahead: its delay would look like a clock behind.
 */
export function seeClock(before: ClockSkew | null, message: TimedMessage): ClockSkew | null {
  const { messageAt, receivedAt, mayBeOld } = message;
  const seen = { skewMs: messageAt - receivedAt, seenAt: receivedAt };
  const isFresh = before !== null && receivedAt - before.seenAt <= FRESH_MS;
  const isTelling = isFresh ? seen.skewMs > before.skewMs : !mayBeOld || seen.skewMs > 0;
  return isTelling ? seen : before;
}
