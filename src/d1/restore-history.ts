import type { TransactionBody } from '../contracts/transaction-body.ts';
import { statement, writeRows } from './database.ts';
import { restoreTransaction } from './transactions.ts';

/** In one batch of D1. */
const BATCH = 50;

/**
 * Shows what a charger's object keeps: transactions that are missing or that ended otherwise, and which commands went to
 * it. Right rows are not written. Throws `DatabaseUnavailable`.
 */
export async function restoreHistory(
  db: D1Database,
  owner: { accountId: string; chargerId: string; chargeBoxId: string },
  { transactions, commandIds }: { transactions: readonly TransactionBody[]; commandIds: readonly string[] },
): Promise<void> {
  const statements = [
    ...transactions.map((body) => restoreTransaction(owner, body)),
    ...commandIds.map((commandId) =>
      statement(
        'INSERT INTO command_owners (command_id, account_id, charge_box_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        commandId,
        owner.accountId,
        owner.chargeBoxId,
      ),
    ),
  ];
  for (let start = 0; start < statements.length; start += BATCH) {
    await writeRows(db, statements.slice(start, start + BATCH));
  }
}

/** Counts an account's chargers, transactions and tags anew, from their rows. Throws `DatabaseUnavailable`. */
export async function recount(db: D1Database, accountId: string): Promise<void> {
  await writeRows(db, [
    statement(
      `UPDATE accounts SET (charger_count, transaction_count, id_tag_count) = (
         (SELECT count(*) FROM chargers WHERE account_id = ?1 AND is_provisioned = 1),
         (SELECT count(*) FROM transactions WHERE account_id = ?1),
         (SELECT count(*) FROM id_tags WHERE account_id = ?1)
       ) WHERE account_id = ?1`,
      accountId,
    ),
  ]);
}
