import { jobFolder } from '../domain/job-file.ts';
import type { Registration } from '../domain/registration.ts';
import { readAllJobs } from './store/jobs.ts';

/** R2 takes as many keys in one call. */
const KEYS_A_CALL = 1_000;

/** Removes all files that a charger has handed in. Throws where the bucket does not answer; may be repeated. */
export async function removeUploads(
  bucket: Pick<R2Bucket, 'delete'>,
  sql: SqlStorage,
  registration: Registration,
): Promise<void> {
  const keys = readAllJobs(sql).flatMap(({ jobId, files }) =>
    files.map(({ name }) => `${jobFolder(registration, jobId)}${name}`),
  );
  for (let start = 0; start < keys.length; start += KEYS_A_CALL) {
    await bucket.delete(keys.slice(start, start + KEYS_A_CALL));
  }
}
