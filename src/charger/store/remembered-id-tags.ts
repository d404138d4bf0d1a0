import { foldIdTag, IdTagRecord } from '../../domain/authorization.ts';
import { readJson } from './json-row.ts';

/** What the directory last said of a tag, for the moments when it does not answer. */
export function readRememberedIdTag(sql: SqlStorage, idTag: string): IdTagRecord | null {
  const query = 'SELECT data FROM remembered_id_tags WHERE folded_id_tag = ?';
  return readJson(sql, IdTagRecord, query, foldIdTag(idTag))[0] ?? null;
}

/** Remembers, or forgets, what the directory said; writes only what changed. */
export function rememberIdTag(sql: SqlStorage, idTag: string, record: IdTagRecord | null): void {
  const folded = foldIdTag(idTag);
  if (record === null) {
    sql.exec('DELETE FROM remembered_id_tags WHERE folded_id_tag = ?', folded);
    return;
  }
  sql.exec(
    `INSERT INTO remembered_id_tags (folded_id_tag, data) VALUES (?, ?)
     ON CONFLICT (folded_id_tag) DO UPDATE SET data = excluded.data WHERE data <> excluded.data`,
    folded,
    JSON.stringify(record),
  );
}
