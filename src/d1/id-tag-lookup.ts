import * as z from 'zod';
import { foldIdTag, IdTagRecord } from '../domain/authorization.ts';
import { TagPolicy } from '../domain/registration.ts';
import { foldIdentity } from '../ocpp/identity.ts';
import { jsonColumn, readRow, statement } from './database.ts';

/** More than any limit that a tag can have, with room for those that a new start supersedes. */
const MOST_RUNNING = 200;

/** All that a decision on one tag needs of its account. */
export interface FoundIdTag {
  /** Null when no such tag is registered. */
  record: IdTagRecord | null;
  /** The account's; a charger may have its own. */
  tagPolicy: TagPolicy;
  /** The `txn_…` that run with it anywhere in the account; looked for only where the tag has a limit. */
  runningTransactionIds: string[];
}

const LookupRow = z
  .object({
    tag_policy: TagPolicy.nullable(),
    id_tag: z.string().nullable(),
    status: IdTagRecord.shape.status.nullable(),
    expiry_date: z.int().nullable(),
    parent_id_tag: z.string().nullable(),
    max_active_transactions: z.int().nullable(),
    charge_box_ids: jsonColumn(z.array(z.string())).nullable(),
    running: jsonColumn(z.array(z.string())),
  })
  .transform((row): FoundIdTag => {
    const { id_tag: idTag, status } = row;
    return {
      record:
        idTag === null || status === null
          ? null
          : {
              idTag,
              status,
              expiryDate: row.expiry_date,
              parentIdTag: row.parent_id_tag,
              maxActiveTransactions: row.max_active_transactions,
              chargeBoxIds: row.charge_box_ids?.map(foldIdentity) ?? null,
            },
      tagPolicy: row.tag_policy ?? 'closed',
      runningTransactionIds: row.running,
    };
  });

/**
 * What the account knows of a tag, in any spelling of its case, in one question: three rows read and those of the
 * transactions that run with it. Throws `DatabaseUnavailable`.
 */
export async function lookUpIdTag(db: D1Database, accountId: string, idTag: string): Promise<FoundIdTag> {
  const found = await readRow(
    db,
    LookupRow,
    statement(
      `SELECT a.tag_policy, t.id_tag, t.status, t.expiry_date, t.parent_id_tag, t.max_active_transactions,
         t.charge_box_ids,
         CASE WHEN t.max_active_transactions IS NULL THEN '[]' ELSE (
           SELECT json_group_array(transaction_id) FROM (
             SELECT transaction_id FROM transactions INDEXED BY transactions_by_id_tag
             WHERE account_id = ?1 AND folded_id_tag = ?2 AND status = 'in_progress' LIMIT ${MOST_RUNNING}))
         END AS running
       FROM (SELECT ?1 AS account_id, ?2 AS folded_id_tag) AS asked
       LEFT JOIN accounts AS a ON a.account_id = asked.account_id
       LEFT JOIN id_tags AS t ON t.account_id = asked.account_id AND t.folded_id_tag = asked.folded_id_tag`,
      accountId,
      foldIdTag(idTag),
    ),
  );
  return found ?? { record: null, tagPolicy: 'closed', runningTransactionIds: [] };
}
