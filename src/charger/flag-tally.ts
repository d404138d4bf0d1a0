import type { Flag } from '../domain/flag.ts';
import type { Session } from './session.ts';
import { addFlags, countFlags, readFlags } from './store/flags.ts';

/** Known flags wait this long in the session before their counts cost a row each. */
const WRITE_EVERY_MS = 15 * 60_000;

/**
 * Counts what is odd about a charger. A flag that it has never raised is written at once, with its example; repeats
 * are counted in the session and written together, so that a quirk in every message does not cost a row in every message.
 *
 * @returns the session with its new counts
 */
export function tallyFlags(sql: SqlStorage, session: Session, flags: readonly Flag[], now: number): Session {
  if (flags.length === 0) return session;
  const known = readFlags(sql);
  addFlags(
    sql,
    flags.filter((flag) => !known.has(flag.name)),
    now,
  );
  const counts = { ...session.flags };
  for (const { name } of flags) if (known.has(name)) counts[name] = (counts[name] ?? 0) + 1;
  const tallied = { ...session, flags: counts };
  return now - session.flagsWrittenAt >= WRITE_EVERY_MS ? writeTally(sql, tallied, now) : tallied;
}

/** Writes the counts that wait in a session. */
export function writeTally(sql: SqlStorage, session: Session, now: number): Session {
  countFlags(sql, session.flags, now);
  return { ...session, flags: {}, flagsWrittenAt: now };
}
