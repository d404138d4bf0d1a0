import { Job } from '../../domain/job.ts';
import { readJson } from './json-row.ts';

export function readJob(sql: SqlStorage, jobId: string): Job | null {
  return readJson(sql, Job, 'SELECT data FROM jobs WHERE job_id = ?', jobId)[0] ?? null;
}

/** Those that have not ended, oldest first: ids sort by time. */
export function readOpenJobs(sql: SqlStorage): Job[] {
  return readJson(sql, Job, 'SELECT data FROM jobs WHERE is_open = 1 ORDER BY job_id');
}

/** Newest first. */
export function readRecentJobs(sql: SqlStorage, limit: number): Job[] {
  return readJson(sql, Job, 'SELECT data FROM jobs ORDER BY job_id DESC LIMIT ?', limit);
}

/** All of them: for the one who takes their files away. */
export function readAllJobs(sql: SqlStorage): Job[] {
  return readJson(sql, Job, 'SELECT data FROM jobs');
}

export function writeJob(sql: SqlStorage, job: Job): void {
  const isOpen = job.result === null ? 1 : 0;
  const data = JSON.stringify(job);
  // The column is left out where it stays: its index row would be written again.
  const { rowsWritten } = sql.exec(
    'UPDATE jobs SET data = ? WHERE job_id = ? AND is_open = ?',
    data,
    job.jobId,
    isOpen,
  );
  if (rowsWritten > 0) return;
  sql.exec(
    `INSERT INTO jobs (job_id, is_open, data) VALUES (?, ?, ?)
     ON CONFLICT (job_id) DO UPDATE SET is_open = excluded.is_open, data = excluded.data`,
    job.jobId,
    isOpen,
    data,
  );
}
