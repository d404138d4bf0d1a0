import * as z from 'zod';
import { TransactionBody } from '../contracts/transaction-body.ts';
import { foldIdTag } from '../domain/authorization.ts';
import { eraseIdTag, ERASED_ID_TAG } from '../domain/erasure.ts';
import { jsonColumn, readRow, readRows, type Statement, statement, writeRows } from './database.ts';

const Row = z.object({ transaction_id: z.string(), body: jsonColumn(TransactionBody) });

/** Transactions that are rewritten in one step. */
const STEP = 100;

/**
 * One bounded step of erasing a tag from the finished transactions of an account that were started with it.
 *
 * @returns how many were rewritten, and whether those were all. Throws `DatabaseUnavailable`.
 */
export async function eraseFromTransactions(
  db: D1Database,
  accountId: string,
  idTag: string,
): Promise<{ transactions: number; isComplete: boolean }> {
  const rows = await readRows(
    db,
    Row,
    statement(
      `SELECT transaction_id, body FROM transactions
       WHERE account_id = ? AND folded_id_tag = ? AND status = 'completed' LIMIT ?`,
      accountId,
      foldIdTag(idTag),
      STEP,
    ),
  );
  await writeRows(
    db,
    rows.flatMap((row) => rewritten(accountId, row, foldIdTag(idTag))),
  );
  return { transactions: rows.length, isComplete: rows.length < STEP };
}

/** The same of transactions that are named: those which a charger's object says it stood in. Throws `DatabaseUnavailable`. */
export async function eraseFromNamedTransactions(
  db: D1Database,
  accountId: string,
  idTag: string,
  transactionIds: readonly string[],
): Promise<number> {
  let rewrittenRows = 0;
  for (let start = 0; start < transactionIds.length; start += STEP) {
    const ids = transactionIds.slice(start, start + STEP - 1);
    const rows = await readRows(
      db,
      Row,
      statement(
        `SELECT transaction_id, body FROM transactions
         WHERE account_id = ? AND transaction_id IN (${ids.map(() => '?').join(', ')})`,
        accountId,
        ...ids,
      ),
    );
    const statements = rows.flatMap((row) => rewritten(accountId, row, foldIdTag(idTag)));
    await writeRows(db, statements);
    rewrittenRows += statements.length;
  }
  return rewrittenRows;
}

/** Forgets that a tag was presented though nobody had registered it; whether it was. Throws `DatabaseUnavailable`. */
export async function eraseUnknownIdTag(db: D1Database, accountId: string, idTag: string): Promise<boolean> {
  const row = await readRow(
    db,
    z.object({ folded_id_tag: z.string() }),
    statement(
      'DELETE FROM unknown_id_tags WHERE account_id = ? AND folded_id_tag = ? RETURNING folded_id_tag',
      accountId,
      foldIdTag(idTag),
    ),
  );
  return row !== null;
}

function rewritten(
  accountId: string,
  { transaction_id, body }: z.infer<typeof Row>,
  folded: string,
): Statement[] {
  const erased = eraseIdTag(body, folded);
  if (erased === body) return [];
  const isStarter = body.idTag !== null && foldIdTag(body.idTag) === folded;
  return [
    statement(
      `UPDATE transactions SET body = ?, folded_id_tag = ${isStarter ? '?' : 'ifnull(?, folded_id_tag)'}
       WHERE transaction_id = ? AND account_id = ?`,
      JSON.stringify(erased),
      isStarter ? foldIdTag(ERASED_ID_TAG) : null,
      transaction_id,
      accountId,
    ),
  ];
}
