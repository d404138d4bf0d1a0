import * as z from 'zod';
import { BulkOutcome, BulkTarget } from '../../domain/bulk-command.ts';

const Row = z.object({ data: z.string() });

function readTargets(sql: SqlStorage, query: string, ...values: (string | number)[]): BulkTarget[] {
  return z
    .array(Row)
    .parse(sql.exec(query, ...values).toArray())
    .map(({ data }) => BulkTarget.parse(JSON.parse(data)));
}

export function writeTarget(sql: SqlStorage, target: BulkTarget): void {
  sql.exec(
    `INSERT INTO targets (position, outcome, status, look_at, data) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (position) DO UPDATE SET
       outcome = excluded.outcome, status = excluded.status, look_at = excluded.look_at, data = excluded.data`,
    target.position,
    target.outcome,
    target.status,
    target.lookAt,
    JSON.stringify(target),
  );
}

export function readTarget(sql: SqlStorage, position: number): BulkTarget | null {
  return readTargets(sql, 'SELECT data FROM targets WHERE position = ?', position)[0] ?? null;
}

/** The next whose turn it is, in order. */
export function readPending(sql: SqlStorage, from: number, limit: number): BulkTarget[] {
  return readTargets(
    sql,
    "SELECT data FROM targets WHERE position >= ? AND outcome = 'pending' ORDER BY position LIMIT ?",
    from,
    limit,
  );
}

/** Those of this outcome, in order. */
export function readByOutcome(sql: SqlStorage, outcome: BulkOutcome): BulkTarget[] {
  return readTargets(sql, 'SELECT data FROM targets WHERE outcome = ? ORDER BY position', outcome);
}

/** The open ones that are to be looked at by now, the longest due first. */
export function readDue(sql: SqlStorage, now: number, limit: number): BulkTarget[] {
  return readTargets(sql, 'SELECT data FROM targets WHERE look_at <= ? ORDER BY look_at LIMIT ?', now, limit);
}

/** Nobody waits any more for those on their way: they are to be looked at now. */
export function hastenLooks(sql: SqlStorage, now: number): void {
  sql.exec("UPDATE targets SET look_at = ?1 WHERE look_at > ?1 AND outcome = 'sending'", now);
}

/** When the next open one is to be looked at, ms since the epoch; null where none is open. */
export function nextLook(sql: SqlStorage): number | null {
  const row = sql.exec('SELECT min(look_at) AS at FROM targets WHERE look_at IS NOT NULL').one();
  return z.object({ at: z.int().nullable() }).parse(row).at;
}

/** Those on their way; they are due before any that waits for its charger to come back. */
export function isAnySending(sql: SqlStorage): boolean {
  const query = `SELECT 1 FROM targets WHERE look_at IS NOT NULL AND outcome = 'sending' ORDER BY look_at LIMIT 1`;
  return sql.exec(query).toArray().length > 0;
}

/** One page of all of them, or of those of one outcome, in order. */
export function pageTargets(
  sql: SqlStorage,
  { after, limit, offset, outcome }: { after: number; limit: number; offset: number; outcome: string | null },
): BulkTarget[] {
  return outcome === null
    ? readTargets(
        sql,
        'SELECT data FROM targets WHERE position > ? ORDER BY position LIMIT ? OFFSET ?',
        after,
        limit,
        offset,
      )
    : readTargets(
        sql,
        'SELECT data FROM targets WHERE position > ? AND outcome = ? ORDER BY position LIMIT ? OFFSET ?',
        after,
        outcome,
        limit,
        offset,
      );
}

const Count = z.object({ outcome: BulkOutcome, status: z.string(), count: z.int() });

/** How many there are by outcome, and by status. */
export function countTargets(sql: SqlStorage): {
  counts: Record<BulkOutcome, number>;
  statuses: Record<string, number>;
} {
  const rows = z
    .array(Count)
    .parse(
      sql.exec('SELECT outcome, status, count(*) AS count FROM targets GROUP BY outcome, status').toArray(),
    );
  const counts: Record<BulkOutcome, number> = {
    pending: 0,
    sending: 0,
    queued: 0,
    answered: 0,
    callError: 0,
    invalidAnswer: 0,
    offline: 0,
    timedOut: 0,
    connectionLost: 0,
    expired: 0,
    refused: 0,
    interrupted: 0,
  };
  const statuses: Record<string, number> = {};
  for (const { outcome, status, count } of rows) {
    counts[outcome] += count;
    statuses[status] = (statuses[status] ?? 0) + count;
  }
  return { counts, statuses };
}
