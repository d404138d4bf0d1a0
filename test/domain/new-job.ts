import { type Job, type JobKind, requestJob } from '../../src/domain/job.ts';

export const NOW = 1_736_937_000_000;

/** A job as its command has just been sent. */
export function newJob(kind: JobKind, changes: Partial<Job> = {}): Job {
  const job = requestJob(
    {
      jobId: 'job_1',
      kind,
      commandId: 'cmd_1',
      requestId: kind === 'signedFirmware' || kind === 'log' ? 7 : null,
      location: 'https://example.com/x',
      logType: null,
      retrieveAt: null,
      installAt: null,
      firmwareBefore: '1.0',
    },
    NOW,
  );
  return { ...job, ...changes };
}
