import * as z from 'zod';
import { EVENT_TABLES } from './store/event-tables.ts';
import { LOG_FACTS } from './store/kept-facts.ts';

/** The tables of an account's log, one entry a version; an object runs those it has not seen. */
const VERSIONS: readonly string[] = [
  `
  CREATE TABLE events (number INTEGER PRIMARY KEY, data TEXT NOT NULL);
  CREATE TABLE sources (charger_id TEXT PRIMARY KEY, through INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE cursors (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE schema_version (version INTEGER PRIMARY KEY);
  `,
  `
  CREATE TABLE gaps (
    charger_id TEXT NOT NULL,
    after INTEGER NOT NULL,
    before INTEGER NOT NULL,
    noticed_at INTEGER NOT NULL,
    PRIMARY KEY (charger_id, after)
  ) WITHOUT ROWID;
  `,
  `
  ALTER TABLE sources ADD COLUMN charge_box_id TEXT NOT NULL DEFAULT '';
  UPDATE sources SET charge_box_id = named.charge_box_id
  FROM (
    SELECT data ->> '$.chargerId' AS charger_id, max(data ->> '$.chargeBoxId') AS charge_box_id
    FROM events GROUP BY 1
  ) AS named
  WHERE named.charger_id = sources.charger_id;
  `,
  EVENT_TABLES + LOG_FACTS,
];

const Version = z.object({ version: z.int() });

/** Brings the tables to the newest version; what is up to date is not touched. */
export function migrate(storage: DurableObjectStorage): void {
  const { sql } = storage;
  const exists = sql
    .exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'")
    .toArray();
  const version =
    exists.length === 0
      ? 0
      : Version.parse(sql.exec('SELECT max(version) AS version FROM schema_version').one()).version;
  // Of a newer release that was taken back, the tables may be ahead: versions only add to those before them.
  if (version >= VERSIONS.length) return;
  storage.transactionSync(() => {
    for (const statements of VERSIONS.slice(version)) sql.exec(statements);
    sql.exec('INSERT INTO schema_version (version) VALUES (?)', VERSIONS.length);
  });
}
