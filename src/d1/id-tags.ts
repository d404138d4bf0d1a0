import * as z from 'zod';
import { foldIdTag, IdTagRecord } from '../domain/authorization.ts';
import { jsonColumn, readRow, statement, writeRows } from './database.ts';

export const ID_TAG_COLUMNS = `id_tag, name, status, expiry_date, parent_id_tag, max_active_transactions, charge_box_ids,
  created_at`;

/** A registered tag as its owner sees it; the chargers as they were named. */
export const IdTagRow = z
  .object({
    id_tag: z.string(),
    name: z.string().nullable(),
    status: IdTagRecord.shape.status,
    expiry_date: z.int().nullable(),
    parent_id_tag: z.string().nullable(),
    max_active_transactions: z.int().nullable(),
    charge_box_ids: jsonColumn(z.array(z.string())).nullable(),
    created_at: z.int(),
  })
  .transform((row) => ({
    idTag: row.id_tag,
    name: row.name,
    status: row.status,
    expiryDate: row.expiry_date,
    parentIdTag: row.parent_id_tag,
    maxActiveTransactions: row.max_active_transactions,
    chargeBoxIds: row.charge_box_ids,
    createdAt: row.created_at,
  }));
export type IdTagRow = z.infer<typeof IdTagRow>;

/** What an owner may change; an absent field stays as it is. */
export type IdTagChange = Partial<Omit<IdTagRow, 'idTag' | 'createdAt'>>;

/** The account's tag, in any spelling of its case; null when it is not registered. */
export function findIdTag(db: D1Database, accountId: string, idTag: string): Promise<IdTagRow | null> {
  return readRow(
    db,
    IdTagRow,
    statement(
      `SELECT ${ID_TAG_COLUMNS} FROM id_tags WHERE account_id = ? AND folded_id_tag = ?`,
      accountId,
      foldIdTag(idTag),
    ),
  );
}

/** Registers a tag; null when the account has it already, in whatever case. */
export function insertIdTag(db: D1Database, accountId: string, tag: IdTagRow): Promise<IdTagRow | null> {
  return readRow(
    db,
    IdTagRow,
    statement(
      `INSERT INTO id_tags (account_id, folded_id_tag, ${ID_TAG_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (account_id, folded_id_tag) DO NOTHING RETURNING ${ID_TAG_COLUMNS}`,
      accountId,
      foldIdTag(tag.idTag),
      tag.idTag,
      tag.name,
      tag.status,
      tag.expiryDate,
      tag.parentIdTag,
      tag.maxActiveTransactions,
      listColumn(tag.chargeBoxIds),
      tag.createdAt,
    ),
  );
}

/** Changes what is named; null when the account has no such tag. */
export function updateIdTag(
  db: D1Database,
  accountId: string,
  idTag: string,
  change: IdTagChange,
): Promise<IdTagRow | null> {
  const columns = Object.entries({
    name: change.name,
    status: change.status,
    expiry_date: change.expiryDate,
    parent_id_tag: change.parentIdTag,
    max_active_transactions: change.maxActiveTransactions,
    charge_box_ids: change.chargeBoxIds === undefined ? undefined : listColumn(change.chargeBoxIds),
  }).flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  return readRow(
    db,
    IdTagRow,
    statement(
      `UPDATE id_tags SET ${columns.map(({ column }) => `${column} = ?`).join(', ')}
       WHERE account_id = ? AND folded_id_tag = ? RETURNING ${ID_TAG_COLUMNS}`,
      ...columns.map(({ value }) => value),
      accountId,
      foldIdTag(idTag),
    ),
  );
}

/** Whether the account had the tag. */
export async function deleteIdTag(db: D1Database, accountId: string, idTag: string): Promise<boolean> {
  const [changes] = await writeRows(db, [
    statement('DELETE FROM id_tags WHERE account_id = ? AND folded_id_tag = ?', accountId, foldIdTag(idTag)),
  ]);
  return changes !== 0;
}

/**
 * Registers tags or puts them in place of those that the account has; one that stays as it is writes nothing.
 *
 * @returns how many of them the account had before
 */
export async function importIdTags(
  db: D1Database,
  accountId: string,
  tags: readonly IdTagRow[],
): Promise<number> {
  const given = JSON.stringify(tags.map((tag) => ({ ...tag, foldedIdTag: foldIdTag(tag.idTag) })));
  const known = await readRow(
    db,
    z.object({ total: z.int() }),
    statement(
      `SELECT COUNT(*) AS total FROM json_each(?2) AS given
       CROSS JOIN id_tags ON account_id = ?1 AND folded_id_tag = given.value ->> 'foldedIdTag'`,
      accountId,
      given,
    ),
  );
  await writeRows(db, [
    statement(
      `INSERT INTO id_tags (account_id, folded_id_tag, ${ID_TAG_COLUMNS})
       SELECT ?1, value ->> 'foldedIdTag', value ->> 'idTag', value ->> 'name', value ->> 'status',
         value ->> 'expiryDate', value ->> 'parentIdTag', value ->> 'maxActiveTransactions',
         value ->> 'chargeBoxIds', value ->> 'createdAt'
       FROM json_each(?2) WHERE true
       ON CONFLICT (account_id, folded_id_tag) DO UPDATE SET
         id_tag = excluded.id_tag, name = excluded.name, status = excluded.status,
         expiry_date = excluded.expiry_date, parent_id_tag = excluded.parent_id_tag,
         max_active_transactions = excluded.max_active_transactions, charge_box_ids = excluded.charge_box_ids
       WHERE (id_tags.id_tag, id_tags.name, id_tags.status, id_tags.expiry_date, id_tags.parent_id_tag,
           id_tags.max_active_transactions, id_tags.charge_box_ids)
         IS NOT (excluded.id_tag, excluded.name, excluded.status, excluded.expiry_date, excluded.parent_id_tag,
           excluded.max_active_transactions, excluded.charge_box_ids)`,
      accountId,
      given,
    ),
  ]);
  return known?.total ?? 0;
}

function listColumn(list: readonly string[] | null): string | null {
  return list === null ? null : JSON.stringify(list);
}
