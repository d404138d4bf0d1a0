import * as z from 'zod';
import { Keeping } from '../../domain/retention.ts';

/** What the log was told of its account. */
export const LOG_FACTS = `
  CREATE TABLE facts (name TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
`;

const Row = z.object({ data: z.string() });

/** How long the account keeps what, as D1 last said it; null before it has. */
export function readKeeping(sql: SqlStorage): Keeping | null {
  const [row] = sql.exec("SELECT data FROM facts WHERE name = 'keeping'").toArray();
  return row === undefined ? null : Keeping.parse(JSON.parse(Row.parse(row).data));
}

export function writeKeeping(sql: SqlStorage, keeping: Keeping): void {
  sql.exec(
    `INSERT INTO facts (name, data) VALUES ('keeping', ?)
     ON CONFLICT (name) DO UPDATE SET data = excluded.data WHERE data <> excluded.data`,
    JSON.stringify(keeping),
  );
}
