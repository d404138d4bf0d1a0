import { writeRows } from '../../d1/database.ts';
import {
  dropAgedStrangers,
  noteRefusedConnections,
  type RefusedConnectionRow,
} from '../../d1/refused-connections.ts';
import { DAY_MS } from '../../domain/retention.ts';
import { type Env, Settings } from '../../env.ts';

type Refusal = Omit<RefusedConnectionRow, 'foldedId'>;

type JournalEnv = Pick<Env, 'DB' | 'REFUSED_CONNECTION_DAYS'>;

const WRITE_EVERY_MS = 1_000;
const MOST_WAITING = 50;

/** After this time a write that was to come is taken to be lost with its request. */
const GIVEN_UP_AFTER_MS = 10_000;

const waiting = new Map<string, Refusal>();
let writtenAt = 0;
let promisedAt: number | null = null;

/**
 * Notes a refused handshake: written at once, or with others after a second, so that strangers who knock cost one write
 * a second and isolate. What is refused while 50 kinds wait already is not noted.
 *
 * @returns the write, where this refusal brings it about; never rejects
 */
export function noteRefusal(env: JournalEnv, refusal: Refusal): Promise<void> | null {
  const key = JSON.stringify([refusal.chargeBoxId, refusal.status, refusal.reason]);
  const before = waiting.get(key);
  if (before === undefined && waiting.size >= MOST_WAITING) return null;
  waiting.set(
    key,
    before === undefined
      ? refusal
      : { ...refusal, count: before.count + refusal.count, firstAt: before.firstAt },
  );
  const now = refusal.lastAt;
  if (promisedAt !== null && now < promisedAt + GIVEN_UP_AFTER_MS) return null;
  promisedAt = now;
  return write(env, Math.max(0, writtenAt + WRITE_EVERY_MS - now));
}

async function write(env: JournalEnv, delayMs: number): Promise<void> {
  if (delayMs > 0) await scheduler.wait(delayMs);
  const refused = [...waiting.values()];
  waiting.clear();
  promisedAt = null;
  writtenAt = Date.now();
  try {
    const keptDays = Settings.shape.REFUSED_CONNECTION_DAYS.parse(env.REFUSED_CONNECTION_DAYS);
    await writeRows(env.DB, [
      ...noteRefusedConnections(refused),
      dropAgedStrangers(writtenAt - keptDays * DAY_MS),
    ]);
  } catch (error) {
    console.warn({ message: 'Refused handshakes were not noted', error: String(error) });
  }
}
