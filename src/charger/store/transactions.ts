import { Transaction } from '../../domain/transaction.ts';
import { rememberingReader } from './json-row.ts';

/** How far back a repeated start is looked for: a charger repeats one before it sends the next (OCPP 1.6 3.7.1). */
const RECENT = 20;

const readTransactions = rememberingReader(Transaction);

export function readTransaction(sql: SqlStorage, ocppTransactionId: number): Transaction | null {
  const query = 'SELECT data FROM transactions WHERE ocpp_transaction_id = ?';
  return readTransactions(sql, query, ocppTransactionId)[0] ?? null;
}

export function readOpenTransactions(sql: SqlStorage): Transaction[] {
  return readTransactions(
    sql,
    'SELECT data FROM transactions WHERE is_open = 1 ORDER BY ocpp_transaction_id',
  );
}

/** The one that runs on a connector. */
export function readTransactionOn(sql: SqlStorage, connectorId: number): Transaction | undefined {
  return readOpenTransactions(sql).find((transaction) => transaction.connectorId === connectorId);
}

/** The latest transactions, newest first. The first has the highest number given so far; numbers are never used again. */
export function readRecentTransactions(sql: SqlStorage): Transaction[] {
  return readTransactions(
    sql,
    'SELECT data FROM transactions ORDER BY ocpp_transaction_id DESC LIMIT ?',
    RECENT,
  );
}

/** As they were begun, behind a number. */
export function readTransactionsAfter(sql: SqlStorage, after: number, limit: number): Transaction[] {
  return readTransactions(
    sql,
    'SELECT data FROM transactions WHERE ocpp_transaction_id > ? ORDER BY ocpp_transaction_id LIMIT ?',
    after,
    limit,
  );
}

export function writeTransaction(sql: SqlStorage, transaction: Transaction): void {
  sql.exec(
    `INSERT INTO transactions (ocpp_transaction_id, is_open, data) VALUES (?, ?, ?)
     ON CONFLICT (ocpp_transaction_id) DO UPDATE SET is_open = excluded.is_open, data = excluded.data`,
    transaction.ocppTransactionId,
    transaction.end === null ? 1 : 0,
    JSON.stringify(transaction),
  );
}

/** Those with these public ids. A public id sorts by time, so the latest are looked through. */
export function readTransactionsById(sql: SqlStorage, transactionIds: readonly string[]): Transaction[] {
  const wanted = new Set(transactionIds);
  const open = readOpenTransactions(sql).filter(({ transactionId }) => wanted.has(transactionId));
  if (open.length === wanted.size) return open;
  const query = `SELECT data FROM transactions WHERE is_open = 0 AND data ->> '$.transactionId' IN (${[...wanted].map(() => '?').join(', ')})`;
  return [...open, ...readTransactions(sql, query, ...wanted)];
}
