import type { Replay } from '../contracts/recovery-rpc.ts';
import { type ProjectedDatabase, Projection } from './projection.ts';
import { firstNumber, lastNumber, readEvents } from './store/events.ts';

/** Events shown in D1 at once. */
const BATCH = 50;

/**
 * Shows events in D1 again, which may have lost them. What it still has is not touched: a row never goes back to an
 * older event. Beside it the projection of new events goes on, and neither disturbs the other.
 */
export async function replayEvents(
  sql: SqlStorage,
  { after, since, limit }: { after: number; since: number | null; limit: number },
  database: ProjectedDatabase,
): Promise<Replay> {
  const last = lastNumber(sql);
  const start = after > 0 ? after : (firstNumber(sql, since) ?? last + 1) - 1;
  const end = Math.min(last, start + limit);
  let cursor = start;
  const projection = new Projection({
    ...database,
    read: (from) => readEvents(sql, from, Math.min(BATCH, end - from)),
    cursor: () => cursor,
    advance: (number) => {
      cursor = number;
    },
  });
  if (!(await projection.run())) return { kind: 'databaseUnavailable' };
  return { kind: 'replayed', events: Math.max(0, end - start), through: Math.max(start, end), last };
}
