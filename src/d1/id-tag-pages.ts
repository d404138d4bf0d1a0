import { foldIdTag } from '../domain/authorization.ts';
import { type Parameter, readRows, statement } from './database.ts';
import { ID_TAG_COLUMNS, IdTagRow } from './id-tags.ts';
import { countUpTo } from './pages.ts';

export interface IdTagFilter {
  status?: IdTagRow['status'] | undefined;
  /** The beginning of the tag, in any case. */
  prefix?: string | undefined;
}

/** Nothing sorts behind this: there is no higher code point. */
const LAST_CHARACTER = '\u{10ffff}';

/** One page of the account's tags in their own order, behind the folded tag `after`. */
export function pageIdTags(
  db: D1Database,
  accountId: string,
  filter: IdTagFilter,
  page: { limit: number; offset: number; after: string | null },
): Promise<IdTagRow[]> {
  const { source, parameters } = walkOf(accountId, filter, page.after);
  return readRows(
    db,
    IdTagRow,
    statement(
      `SELECT ${ID_TAG_COLUMNS} FROM ${source} ORDER BY folded_id_tag LIMIT ? OFFSET ?`,
      ...parameters,
      page.limit,
      page.offset,
    ),
  );
}

/** How many tags pass the filter, counted up to `atMost`. */
export function countFilteredIdTags(
  db: D1Database,
  accountId: string,
  filter: IdTagFilter,
  atMost: number,
): Promise<number> {
  const { source, parameters } = walkOf(accountId, filter, null);
  return countUpTo(db, statement(`SELECT 1 FROM ${source}`, ...parameters), atMost);
}

/** An index uses one bound a side: below, the prefix itself or the position behind it. */
function walkOf(
  accountId: string,
  { status, prefix }: IdTagFilter,
  after: string | null,
): { source: string; parameters: Parameter[] } {
  const first = foldIdTag(prefix ?? '');
  const conditions = [
    'account_id = ?',
    after === null ? 'folded_id_tag >= max(?, ?)' : 'folded_id_tag > max(?, ?)',
  ];
  const parameters: Parameter[] = [accountId, first, after ?? ''];
  if (prefix !== undefined) {
    conditions.push('folded_id_tag < ?');
    parameters.push(`${first}${LAST_CHARACTER}`);
  }
  if (status !== undefined) {
    conditions.push('status = ?');
    parameters.push(status);
  }
  const table = status === undefined ? 'id_tags' : 'id_tags INDEXED BY id_tags_by_status';
  return { source: `${table} WHERE ${conditions.join(' AND ')}`, parameters };
}
