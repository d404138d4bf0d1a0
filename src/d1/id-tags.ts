import * as z from 'zod';
import { foldIdTag, IdTagRecord } from '../domain/authorization.ts';
import { readRow, statement } from './database.ts';

const IdTagRow = z
  .object({
    id_tag: z.string(),
    status: z.string(),
    expiry_date: z.int().nullable(),
    parent_id_tag: z.string().nullable(),
  })
  .transform((row) => ({
    idTag: row.id_tag,
    status: row.status,
    expiryDate: row.expiry_date,
    parentIdTag: row.parent_id_tag,
  }))
  .pipe(IdTagRecord);

/** The account's record of a tag, in any spelling of its case; null when it is not registered. */
export function findIdTag(db: D1Database, accountId: string, idTag: string): Promise<IdTagRecord | null> {
  return readRow(
    db,
    IdTagRow,
    statement(
      'SELECT id_tag, status, expiry_date, parent_id_tag FROM id_tags WHERE account_id = ? AND folded_id_tag = ?',
      accountId,
      foldIdTag(idTag),
    ),
  );
}
