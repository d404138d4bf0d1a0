import * as z from 'zod';
import { foldIdTag } from '../domain/authorization.ts';
import { readRows, type Statement, statement } from './database.ts';
import { countUpTo, latestFirst, type PageOf } from './pages.ts';

/** What an account keeps of them: those that were presented last. */
const MOST_KEPT = 1_000;

/** A tag that was presented although nobody had registered it. */
export const UnknownIdTagRow = z
  .object({
    folded_id_tag: z.string(),
    id_tag: z.string(),
    charge_box_id: z.string(),
    status: z.string(),
    reason: z.string(),
    count: z.int(),
    first_at: z.int(),
    last_at: z.int(),
  })
  .transform((row) => ({
    foldedIdTag: row.folded_id_tag,
    idTag: row.id_tag,
    chargeBoxId: row.charge_box_id,
    status: row.status,
    reason: row.reason,
    count: row.count,
    firstAt: row.first_at,
    lastAt: row.last_at,
  }));
export type UnknownIdTagRow = z.infer<typeof UnknownIdTagRow>;

/** Where a tag stands in the list: presented last first. */
export interface UnknownIdTagPosition {
  lastAt: number;
  foldedIdTag: string;
}

/** What was presented of a tag in one batch of events. */
export interface Presented {
  idTag: string;
  chargeBoxId: string;
  status: string;
  reason: string;
  count: number;
  firstAt: number;
  lastAt: number;
}

/**
 * Notes that a tag was presented, unless it is registered. A batch that comes again is older than the row, or as old,
 * and changes nothing.
 */
export function noteUnknownIdTag(accountId: string, presented: Presented): Statement[] {
  const { idTag, chargeBoxId, status, reason, count, firstAt, lastAt } = presented;
  return [
    statement(
      `INSERT INTO unknown_id_tags
         (account_id, folded_id_tag, id_tag, charge_box_id, status, reason, count, first_at, last_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
       WHERE NOT EXISTS (SELECT 1 FROM id_tags WHERE account_id = ?1 AND folded_id_tag = ?2)
       ON CONFLICT (account_id, folded_id_tag) DO UPDATE SET
         id_tag = excluded.id_tag, charge_box_id = excluded.charge_box_id, status = excluded.status,
         reason = excluded.reason, count = unknown_id_tags.count + excluded.count, last_at = excluded.last_at
       WHERE excluded.last_at > unknown_id_tags.last_at`,
      accountId,
      foldIdTag(idTag),
      idTag,
      chargeBoxId,
      status,
      reason,
      count,
      firstAt,
      lastAt,
    ),
    statement(
      `DELETE FROM unknown_id_tags WHERE account_id = ?1 AND (last_at, folded_id_tag) <= (
         SELECT last_at, folded_id_tag FROM unknown_id_tags WHERE account_id = ?1
         ORDER BY last_at DESC, folded_id_tag DESC LIMIT 1 OFFSET ${MOST_KEPT})`,
      accountId,
    ),
  ];
}

/** One page of the account's unknown tags, presented last first, behind the position `after`. */
export function pageUnknownIdTags(
  db: D1Database,
  accountId: string,
  { after, ...page }: PageOf<UnknownIdTagPosition>,
): Promise<UnknownIdTagRow[]> {
  const position = after === null ? null : [after.lastAt, after.foldedIdTag];
  const { sql, parameters } = latestFirst(['last_at', 'folded_id_tag'], { ...page, after: position });
  return readRows(
    db,
    UnknownIdTagRow,
    statement(
      `SELECT folded_id_tag, id_tag, charge_box_id, status, reason, count, first_at, last_at
       FROM unknown_id_tags INDEXED BY unknown_id_tags_by_time WHERE account_id = ? AND ${sql}`,
      accountId,
      ...parameters,
    ),
  );
}

/** The account's unknown tags counted, up to `atMost`. */
export function countUnknownIdTags(db: D1Database, accountId: string, atMost: number): Promise<number> {
  return countUpTo(db, statement('SELECT 1 FROM unknown_id_tags WHERE account_id = ?', accountId), atMost);
}
