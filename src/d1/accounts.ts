import * as z from 'zod';
import { readRow, statement, type Statement } from './database.ts';

export interface NewAccount {
  accountId: string;
  name: string;
  createdAt: number;
}

export function insertAccount({ accountId, name, createdAt }: NewAccount): Statement {
  return statement(
    'INSERT INTO accounts (account_id, name, created_at) VALUES (?, ?, ?)',
    accountId,
    name,
    createdAt,
  );
}

const CountRow = z.object({ total: z.int() });

/** How many chargers the account has registered; one row read. */
export async function countChargers(db: D1Database, accountId: string): Promise<number> {
  const row = await readRow(
    db,
    CountRow,
    statement('SELECT charger_count AS total FROM accounts WHERE account_id = ?', accountId),
  );
  return row?.total ?? 0;
}

/** How many transactions the account has; one row read. */
export async function countTransactions(db: D1Database, accountId: string): Promise<number> {
  const row = await readRow(
    db,
    CountRow,
    statement('SELECT transaction_count AS total FROM accounts WHERE account_id = ?', accountId),
  );
  return row?.total ?? 0;
}
