import * as z from 'zod';
import { METER_PACK_TABLES } from './store/meter-packs.ts';
import { TRACE_TABLES } from './store/trace.ts';

/**
 * The tables of a charger's object, one entry a version; an object runs those it has not seen. INTEGER keys and
 * WITHOUT ROWID keep each write at one row; a partial index holds open things only.
 */
const VERSIONS: readonly string[] = [
  `
  ${TRACE_TABLES}
  CREATE TABLE facts (name TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE connectors (connector_id INTEGER PRIMARY KEY, data TEXT NOT NULL);
  CREATE TABLE transactions (
    ocpp_transaction_id INTEGER PRIMARY KEY,
    is_open INTEGER NOT NULL,
    data TEXT NOT NULL
  );
  CREATE INDEX open_transactions ON transactions (ocpp_transaction_id) WHERE is_open = 1;
  CREATE TABLE meter_values (
    row_number INTEGER PRIMARY KEY,
    ocpp_transaction_id INTEGER,
    data TEXT NOT NULL
  );
  CREATE TABLE commands (
    command_id TEXT PRIMARY KEY,
    is_open INTEGER NOT NULL,
    data TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX open_commands ON commands (command_id) WHERE is_open = 1;
  CREATE TABLE remembered_id_tags (folded_id_tag TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE flags (name TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE orphan_stops (row_number INTEGER PRIMARY KEY, data TEXT NOT NULL);
  CREATE TABLE outbox (sequence INTEGER PRIMARY KEY, data TEXT NOT NULL);
  CREATE TABLE schema_version (version INTEGER PRIMARY KEY);
  `,
  `
  CREATE TABLE configuration_keys (folded_key TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE reservations (reservation_id INTEGER PRIMARY KEY, is_open INTEGER NOT NULL, data TEXT NOT NULL);
  CREATE INDEX open_reservations ON reservations (reservation_id) WHERE is_open = 1;
  CREATE TABLE charging_profiles (charging_profile_id INTEGER PRIMARY KEY, data TEXT NOT NULL);
  CREATE TABLE jobs (job_id TEXT PRIMARY KEY, is_open INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX open_jobs ON jobs (job_id) WHERE is_open = 1;
  `,
  `
  CREATE TABLE security_events (slot INTEGER PRIMARY KEY, number INTEGER NOT NULL, data TEXT NOT NULL);
  `,
  METER_PACK_TABLES,
];

const Version = z.object({ version: z.int() });

/**
 * Whether this object has ever been provisioned. Makes nothing: a stranger who invents identities costs no table. Asked
 * for at every waking, so it reads one row, where a look into the list of tables would read them all.
 */
export function hasTables(sql: SqlStorage): boolean {
  return versionOf(sql) > 0;
}

/** Brings the tables to the newest version; what is up to date is not touched. */
export function migrate(storage: DurableObjectStorage): void {
  const { sql } = storage;
  const version = versionOf(sql);
  // Of a newer release that was taken back, the tables may be ahead: versions only add to those before them.
  if (version >= VERSIONS.length) return;
  storage.transactionSync(() => {
    for (const statements of VERSIONS.slice(version)) sql.exec(statements);
    sql.exec('INSERT INTO schema_version (version) VALUES (?)', VERSIONS.length);
  });
}

/** 0 where there are no tables. */
function versionOf(sql: SqlStorage): number {
  try {
    return Version.parse(sql.exec('SELECT max(version) AS version FROM schema_version').one()).version;
  } catch (error) {
    if (String(error).includes('no such table: schema_version')) return 0;
    throw error;
  }
}
