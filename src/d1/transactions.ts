import * as z from 'zod';
import { TransactionBody } from '../contracts/transaction-body.ts';
import { foldIdTag } from '../domain/authorization.ts';
import { foldIdentity } from '../ocpp/identity.ts';
import { jsonColumn, type Parameter, readRow, readRows, type Statement, statement } from './database.ts';
import { countUpTo } from './pages.ts';

/** A transaction as last projected, and where its object is. */
export const TransactionRow = z
  .object({ folded_id: z.string(), start_time: z.int(), body: jsonColumn(TransactionBody) })
  .transform((row) => ({ foldedId: row.folded_id, startTime: row.start_time, body: row.body }));
export type TransactionRow = z.infer<typeof TransactionRow>;

export interface TransactionFilter {
  chargeBoxId?: string | undefined;
  status?: TransactionBody['status'] | undefined;
  idTag?: string | undefined;
  /** ms since the epoch, inclusive */
  from?: number | undefined;
  /** ms since the epoch, exclusive */
  to?: number | undefined;
}

interface TransactionOwner {
  accountId: string;
  chargerId: string;
}

/** Where a transaction stands in the list: newest start first. */
export interface TransactionPosition {
  startTime: number;
  transactionId: string;
}

export function findTransaction(
  db: D1Database,
  accountId: string,
  transactionId: string,
): Promise<TransactionRow | null> {
  return readRow(
    db,
    TransactionRow,
    statement(
      'SELECT folded_id, start_time, body FROM transactions WHERE transaction_id = ? AND account_id = ?',
      transactionId,
      accountId,
    ),
  );
}

/** One page of the account's transactions, newest start first, behind the position `after`. */
export function pageTransactions(
  db: D1Database,
  accountId: string,
  filter: TransactionFilter,
  page: { limit: number; offset: number; after: TransactionPosition | null },
): Promise<TransactionRow[]> {
  const { sql, parameters } = walkOf(
    'folded_id, start_time, transaction_id, body',
    accountId,
    filter,
    page.after,
  );
  return readRows(
    db,
    TransactionRow,
    statement(
      `${sql} ORDER BY start_time DESC, transaction_id DESC LIMIT ? OFFSET ?`,
      ...parameters,
      page.limit,
      page.offset,
    ),
  );
}

/** How many transactions pass the filter, counted up to `atMost`. */
export function countFilteredTransactions(
  db: D1Database,
  accountId: string,
  filter: TransactionFilter,
  atMost: number,
): Promise<number> {
  const { sql, parameters } = walkOf('1', accountId, filter, null);
  return countUpTo(db, { sql, parameters }, atMost);
}

/**
 * Writes a transaction as it is now. The same body again writes nothing, an older one never replaces a newer one, nor a
 * running one its own end, so that a batch may come twice, and late.
 */
export function upsertTransaction(owner: TransactionOwner, body: TransactionBody): Statement {
  return writeTransaction(owner, body, 'transactions.body <> excluded.body');
}

/**
 * Writes a transaction as its charger's object has it, where D1 has none or another end of it. One that is right but for
 * the moment at which it was told is not written.
 */
export function restoreTransaction(owner: TransactionOwner, body: TransactionBody): Statement {
  return writeTransaction(
    owner,
    body,
    `excluded.status = 'completed'
       AND json_remove(transactions.body, '$.asOf') <> json_remove(excluded.body, '$.asOf')`,
  );
}

function writeTransaction(owner: TransactionOwner, body: TransactionBody, differs: string): Statement {
  return statement(
    `INSERT INTO transactions
       (transaction_id, account_id, charger_id, folded_id, folded_id_tag, status, start_time, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (transaction_id) DO UPDATE SET
       folded_id_tag = excluded.folded_id_tag, status = excluded.status,
       start_time = excluded.start_time, body = excluded.body
     WHERE ${differs} AND ${IS_NO_STEP_BACK}`,
    body.transactionId,
    owner.accountId,
    owner.chargerId,
    foldIdentity(body.chargeBoxId),
    body.idTag === null ? null : foldIdTag(body.idTag),
    body.status,
    Date.parse(body.startTime),
    JSON.stringify(body),
  );
}

/** Of `asOf` milliseconds are left out where there are none, so that its text alone does not sort. */
const IS_NO_STEP_BACK = `julianday(excluded.body ->> '$.asOf') >= julianday(transactions.body ->> '$.asOf')
       AND NOT (transactions.status = 'completed' AND excluded.status = 'in_progress')`;

interface Walk {
  sql: string;
  parameters: Parameter[];
}

/** The transactions that pass the filter: one walk of an index for each status, which SQLite merges in their order. */
function walkOf(
  columns: string,
  accountId: string,
  filter: TransactionFilter,
  after: TransactionPosition | null,
): Walk {
  const statuses = filter.status === undefined ? TransactionBody.shape.status.options : [filter.status];
  const branches = statuses.map((status) => branchOf(columns, accountId, { ...filter, status }, after));
  return {
    sql: branches.map((branch) => branch.sql).join(' UNION ALL '),
    parameters: branches.flatMap((branch) => branch.parameters),
  };
}

function branchOf(
  columns: string,
  accountId: string,
  filter: TransactionFilter & { status: TransactionBody['status'] },
  after: TransactionPosition | null,
): Walk {
  const conditions = ['account_id = ?', 'status = ?'];
  const parameters: Parameter[] = [accountId, filter.status];
  const require = (condition: string, ...values: Parameter[]) => {
    conditions.push(condition);
    parameters.push(...values);
  };
  let index = 'transactions_by_status';
  if (filter.idTag !== undefined) {
    index = 'transactions_by_id_tag';
    require('folded_id_tag = ?', foldIdTag(filter.idTag));
  }
  if (filter.chargeBoxId !== undefined) {
    index = 'transactions_by_charger';
    require('folded_id = ?', foldIdentity(filter.chargeBoxId));
  }
  if (filter.from !== undefined) require('start_time >= ?', filter.from);
  // An index uses one bound a side: behind a position that lies before `to`, the position is enough.
  if (filter.to !== undefined && (after === null || after.startTime >= filter.to)) {
    require('start_time < ?', filter.to);
  }
  if (after !== null) {
    require('(start_time, transaction_id) < (?, ?)', after.startTime, after.transactionId);
  }
  return {
    sql: `SELECT ${columns} FROM transactions INDEXED BY ${index} WHERE ${conditions.join(' AND ')}`,
    parameters,
  };
}
