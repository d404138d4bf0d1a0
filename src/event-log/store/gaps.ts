import * as z from 'zod';
import type { SequenceGap } from '../../contracts/event-log-rpc.ts';

const Row = z
  .object({ charger_id: z.string(), after: z.int(), before: z.int(), noticed_at: z.int() })
  .transform(
    (row): SequenceGap => ({
      chargerId: row.charger_id,
      after: row.after,
      before: row.before,
      noticedAt: row.noticed_at,
    }),
  );

/** Notes that events of a charger between two numbers never came. */
export function addGap(sql: SqlStorage, { chargerId, after, before, noticedAt }: SequenceGap): void {
  sql.exec(
    'INSERT INTO gaps (charger_id, after, before, noticed_at) VALUES (?, ?, ?, ?)',
    chargerId,
    after,
    before,
    noticedAt,
  );
}

/** By charger, each in its order; at most so many. */
export function readGaps(sql: SqlStorage, limit: number): SequenceGap[] {
  const rows = sql.exec(
    'SELECT charger_id, after, before, noticed_at FROM gaps ORDER BY charger_id, after LIMIT ?',
    limit,
  );
  return z.array(Row).parse(rows.toArray());
}
