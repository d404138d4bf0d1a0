import * as z from 'zod';
import { CertificateAuthority } from '../domain/certificate-authority.ts';
import { TagPolicy } from '../domain/registration.ts';
import { Retention } from '../domain/retention.ts';
import { FlagColumn, jsonColumn, readRow, statement, type Statement } from './database.ts';

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

/** How many id tags the account has registered; one row read. */
export async function countIdTags(db: D1Database, accountId: string): Promise<number> {
  const row = await readRow(
    db,
    CountRow,
    statement('SELECT id_tag_count AS total FROM accounts WHERE account_id = ?', accountId),
  );
  return row?.total ?? 0;
}

const ACCOUNT_COLUMNS =
  'account_id, name, created_at, tag_policy, cpo_name, certificate_authority, retention, is_exported';

/** An account and its settings. */
export const AccountRow = z
  .object({
    account_id: z.string(),
    name: z.string(),
    created_at: z.int(),
    tag_policy: TagPolicy,
    cpo_name: z.string().nullable(),
    certificate_authority: jsonColumn(CertificateAuthority).nullable(),
    retention: jsonColumn(Retention),
    is_exported: FlagColumn,
  })
  .transform((row) => ({
    accountId: row.account_id,
    name: row.name,
    createdAt: row.created_at,
    tagPolicy: row.tag_policy,
    cpoName: row.cpo_name,
    certificateAuthority: row.certificate_authority,
    retention: row.retention,
    export: row.is_exported,
  }));
export type AccountRow = z.infer<typeof AccountRow>;

/** What an owner may change; an absent field stays as it is. */
export type AccountChange = Partial<
  Pick<AccountRow, 'name' | 'tagPolicy' | 'cpoName' | 'certificateAuthority' | 'retention' | 'export'>
>;

export function findAccount(db: D1Database, accountId: string): Promise<AccountRow | null> {
  return readRow(
    db,
    AccountRow,
    statement(`SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE account_id = ?`, accountId),
  );
}

/** Changes what is named; null when there is no such account. */
export function updateAccount(
  db: D1Database,
  accountId: string,
  change: AccountChange,
): Promise<AccountRow | null> {
  const columns = Object.entries({
    name: change.name,
    tag_policy: change.tagPolicy,
    cpo_name: change.cpoName,
    certificate_authority: storedAuthority(change.certificateAuthority),
    retention: change.retention === undefined ? undefined : JSON.stringify(change.retention),
    is_exported: change.export === undefined ? undefined : Number(change.export),
  }).flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  return readRow(
    db,
    AccountRow,
    statement(
      `UPDATE accounts SET ${columns.map(({ column }) => `${column} = ?`).join(', ')}
       WHERE account_id = ? RETURNING ${ACCOUNT_COLUMNS}`,
      ...columns.map(({ value }) => value),
      accountId,
    ),
  );
}

function storedAuthority(authority: CertificateAuthority | null | undefined): string | null | undefined {
  return authority === null || authority === undefined ? authority : JSON.stringify(authority);
}
