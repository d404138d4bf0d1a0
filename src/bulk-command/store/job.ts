import * as z from 'zod';
import { BulkJob } from '../../domain/bulk-command.ts';

const Row = z.object({ data: z.string() });

export function readJob(sql: SqlStorage): BulkJob | null {
  const [row] = sql.exec("SELECT data FROM job WHERE name = 'job'").toArray();
  return row === undefined ? null : BulkJob.parse(JSON.parse(Row.parse(row).data));
}

export function writeJob(sql: SqlStorage, job: BulkJob): void {
  sql.exec(
    "INSERT INTO job (name, data) VALUES ('job', ?) ON CONFLICT (name) DO UPDATE SET data = excluded.data",
    JSON.stringify(job),
  );
}
