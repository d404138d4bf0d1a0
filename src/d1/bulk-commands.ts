import * as z from 'zod';
import { BulkCommandState, type BulkJob, ChargerSelection } from '../domain/bulk-command.ts';
import { jsonColumn, readRows, statement, writeRows } from './database.ts';
import { countUpTo } from './pages.ts';

/** A bulk command as the list shows it. */
export const BulkCommandRow = z
  .object({
    bulk_command_id: z.string(),
    action: z.string(),
    filter: jsonColumn(ChargerSelection),
    total: z.int(),
    state: BulkCommandState,
    created_at: z.int(),
    ended_at: z.int().nullable(),
  })
  .transform((row) => ({
    bulkCommandId: row.bulk_command_id,
    action: row.action,
    filter: row.filter,
    total: row.total,
    state: row.state,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }));
export type BulkCommandRow = z.infer<typeof BulkCommandRow>;

/** Lists a new one; one that is listed stays as it is. Throws `DatabaseUnavailable`. */
export async function addBulkCommand(db: D1Database, job: BulkJob): Promise<void> {
  await writeRows(db, [
    statement(
      `INSERT INTO bulk_commands (account_id, bulk_command_id, action, filter, total, state, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      job.accountId,
      job.bulkCommandId,
      job.action,
      JSON.stringify(job.filter),
      job.total,
      job.state,
      job.createdAt,
    ),
  ]);
}

/** Shows how far it is. Throws `DatabaseUnavailable`. */
export async function updateBulkCommand(db: D1Database, job: BulkJob): Promise<void> {
  await writeRows(db, [
    statement(
      'UPDATE bulk_commands SET state = ?, ended_at = ? WHERE account_id = ? AND bulk_command_id = ?',
      job.state,
      job.endedAt,
      job.accountId,
      job.bulkCommandId,
    ),
  ]);
}

/** Throws `DatabaseUnavailable`. */
export async function deleteBulkCommand(db: D1Database, job: BulkJob): Promise<void> {
  await writeRows(db, [
    statement(
      'DELETE FROM bulk_commands WHERE account_id = ? AND bulk_command_id = ?',
      job.accountId,
      job.bulkCommandId,
    ),
  ]);
}

/** One page of the account's, newest first, behind the id `after`. Throws `DatabaseUnavailable`. */
export function pageBulkCommands(
  db: D1Database,
  accountId: string,
  { limit, offset, after }: { limit: number; offset: number; after: string | null },
): Promise<BulkCommandRow[]> {
  return readRows(
    db,
    BulkCommandRow,
    statement(
      `SELECT bulk_command_id, action, filter, total, state, created_at, ended_at FROM bulk_commands
       WHERE account_id = ? AND bulk_command_id < ? ORDER BY bulk_command_id DESC LIMIT ? OFFSET ?`,
      accountId,
      after ?? LAST_ID,
      limit,
      offset,
    ),
  );
}

/** Nothing sorts behind this: ids are ASCII. */
const LAST_ID = '~';

/** The account's counted, up to `atMost`. Throws `DatabaseUnavailable`. */
export function countBulkCommands(db: D1Database, accountId: string, atMost: number): Promise<number> {
  return countUpTo(db, statement('SELECT 1 FROM bulk_commands WHERE account_id = ?', accountId), atMost);
}
