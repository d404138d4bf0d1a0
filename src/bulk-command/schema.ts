/** The tables of a bulk command's object; empty, and without a table, until it begins. */
const TABLES = `
  CREATE TABLE job (name TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE targets (
    position INTEGER PRIMARY KEY,
    outcome TEXT NOT NULL,
    status TEXT NOT NULL,
    -- NULL unless it is open
    look_at INTEGER,
    data TEXT NOT NULL
  );
  CREATE INDEX open_targets ON targets (look_at) WHERE look_at IS NOT NULL;
`;

/** Whether this object is a bulk command. A stranger who invents ids makes no table. */
export function hasTables(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'job'").toArray().length > 0;
}

export function createTables(sql: SqlStorage): void {
  sql.exec(TABLES);
}
