import { parseTimestamp } from '../ocpp/timestamp.ts';
import type { TimedMessage } from './clock-skew.ts';
import type { Flag } from './flag.ts';

/** Before this moment no charger of this kind existed: its clock has not been set (field: 1970 after power-up). */
const CLOCKS_ARE_SET_AFTER = Date.UTC(2001, 0, 1);

/** More than a charger's clock may drift unseen. */
const AHEAD_MS = 5 * 60_000;

/**
 * A charger's time, as far as it means anything: null when it sent none, none that can be read, or one from before its
 * clock was set; then the time of receipt stands in. One ahead of us stands, and is flagged.
 */
export function readChargerTime(
  timestamp: string | null | undefined,
  receivedAt: number,
): { at: number | null; flags: Flag[] } {
  const read = typeof timestamp === 'string' ? parseTimestamp(timestamp) : undefined;
  if (read === undefined) return { at: null, flags: [] };
  const example = timestamp ?? '';
  if (read.ms < CLOCKS_ARE_SET_AFTER) return { at: null, flags: [{ name: 'clockNotSet', example }] };
  if (read.ms > receivedAt + AHEAD_MS) return { at: read.ms, flags: [{ name: 'clockAhead', example }] };
  return { at: read.ms, flags: [] };
}

/** What a message's own time tells of the charger's clock: nothing where it named none. */
export function toldTime(
  messageAt: number | null,
  mayBeOld: boolean,
): { clock?: Pick<TimedMessage, 'messageAt' | 'mayBeOld'> } {
  return messageAt === null ? {} : { clock: { messageAt, mayBeOld } };
}
