import * as z from 'zod';
import { readRows, statement, writeRows } from './database.ts';

/** A finished transaction that is old enough to go, as it is stored. */
const AgedTransaction = z
  .object({ transaction_id: z.string(), body: z.string() })
  .transform((row) => ({ transactionId: row.transaction_id, body: row.body }));
export type AgedTransaction = z.infer<typeof AgedTransaction>;

/** The account's oldest finished transactions that began before a time, in order. Throws `DatabaseUnavailable`. */
export function findAgedTransactions(
  db: D1Database,
  accountId: string,
  before: number,
  limit: number,
): Promise<AgedTransaction[]> {
  return readRows(
    db,
    AgedTransaction,
    statement(
      `SELECT transaction_id, body FROM transactions INDEXED BY transactions_by_status
       WHERE account_id = ? AND status = 'completed' AND start_time < ?
       ORDER BY start_time, transaction_id LIMIT ?`,
      accountId,
      before,
      limit,
    ),
  );
}

/** Deletes transactions of the account; each is billed as its row and its index rows. Throws `DatabaseUnavailable`. */
export async function deleteTransactions(
  db: D1Database,
  accountId: string,
  transactionIds: readonly string[],
): Promise<void> {
  await writeRows(
    db,
    transactionIds.map((transactionId) =>
      statement(
        'DELETE FROM transactions WHERE transaction_id = ? AND account_id = ?',
        transactionId,
        accountId,
      ),
    ),
  );
}
