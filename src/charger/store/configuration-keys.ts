import * as z from 'zod';
import { foldConfigurationKey } from '../../domain/configuration-keys.ts';
import { readJson } from './json-row.ts';

/** A configuration key as the charger told it last; secrets are masked. Times in ms since the epoch. */
export const ConfigurationKey = z.object({
  key: z.string(),
  /** Null where the charger told none. */
  value: z.string().nullable(),
  readonly: z.boolean(),
  /** When the charger last said so. */
  readAt: z.int(),
  /** Since when it has this value, as far as we know. */
  valueSince: z.int(),
  /** It was changed and counts after the next reset (OCPP 1.6 7.22 RebootRequired). */
  pendingReboot: z.boolean().default(false),
});
export type ConfigurationKey = z.infer<typeof ConfigurationKey>;

/** In the order of their names. */
export function readConfigurationKeys(sql: SqlStorage): ConfigurationKey[] {
  return readJson(sql, ConfigurationKey, 'SELECT data FROM configuration_keys ORDER BY folded_key');
}

/** Keys are CiStrings: case does not count. */
export function readConfigurationKey(sql: SqlStorage, key: string): ConfigurationKey | null {
  const query = 'SELECT data FROM configuration_keys WHERE folded_key = ?';
  return readJson(sql, ConfigurationKey, query, foldConfigurationKey(key))[0] ?? null;
}

/** The whole number, not negative, that a key was last told to have; null where there is none. */
export function readCount(sql: SqlStorage, key: string): number | null {
  const count = Number(readConfigurationKey(sql, key)?.value ?? Number.NaN);
  return Number.isInteger(count) && count >= 0 ? count : null;
}

export function writeConfigurationKey(sql: SqlStorage, row: ConfigurationKey): void {
  sql.exec(
    `INSERT INTO configuration_keys (folded_key, data) VALUES (?, ?)
     ON CONFLICT (folded_key) DO UPDATE SET data = excluded.data WHERE data <> excluded.data`,
    foldConfigurationKey(row.key),
    JSON.stringify(row),
  );
}

export function deleteConfigurationKey(sql: SqlStorage, key: string): void {
  sql.exec('DELETE FROM configuration_keys WHERE folded_key = ?', foldConfigurationKey(key));
}
