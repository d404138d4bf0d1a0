import * as z from 'zod';
import { DesiredValue } from '../domain/configuration-drift.ts';
import { jsonColumn, readRow, readRows, statement, writeRows } from './database.ts';

/** What chargers with a label should be set to. */
export const LabelConfigurationRow = z
  .object({ label: z.string(), desired: jsonColumn(z.array(DesiredValue)), updated_at: z.int() })
  .transform(({ label, desired, updated_at: updatedAt }) => ({ label, desired, updatedAt }));
export type LabelConfigurationRow = z.infer<typeof LabelConfigurationRow>;

/** Null where nothing is wanted of this label's chargers. Throws `DatabaseUnavailable`. */
export function findLabelConfiguration(
  db: D1Database,
  accountId: string,
  label: string,
): Promise<LabelConfigurationRow | null> {
  return readRow(
    db,
    LabelConfigurationRow,
    statement(
      'SELECT label, desired, updated_at FROM label_configurations WHERE account_id = ? AND label = ?',
      accountId,
      label,
    ),
  );
}

/** Those of several labels, in the order of their names. Throws `DatabaseUnavailable`. */
export async function findLabelConfigurations(
  db: D1Database,
  accountId: string,
  labels: readonly string[],
): Promise<LabelConfigurationRow[]> {
  if (labels.length === 0) return [];
  return readRows(
    db,
    LabelConfigurationRow,
    statement(
      `SELECT label, desired, updated_at FROM label_configurations
       WHERE account_id = ? AND label IN (SELECT value FROM json_each(?)) ORDER BY label`,
      accountId,
      JSON.stringify(labels),
    ),
  );
}

/** Throws `DatabaseUnavailable`. */
export async function writeLabelConfiguration(
  db: D1Database,
  accountId: string,
  { label, desired, updatedAt }: LabelConfigurationRow,
): Promise<void> {
  await writeRows(db, [
    statement(
      `INSERT INTO label_configurations (account_id, label, desired, updated_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (account_id, label) DO UPDATE SET desired = excluded.desired, updated_at = excluded.updated_at`,
      accountId,
      label,
      JSON.stringify(desired),
      updatedAt,
    ),
  ]);
}

/** False when there was none. Throws `DatabaseUnavailable`. */
export async function deleteLabelConfiguration(
  db: D1Database,
  accountId: string,
  label: string,
): Promise<boolean> {
  const [deleted = 0] = await writeRows(db, [
    statement('DELETE FROM label_configurations WHERE account_id = ? AND label = ?', accountId, label),
  ]);
  return deleted > 0;
}
