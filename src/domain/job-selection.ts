import type { Job, JobKind } from './job.ts';
import { isIdle } from './job-status.ts';

/** A status notification: which kind of job it is about, and by which number. */
export interface JobNotification {
  kind: JobKind;
  word: string;
  requestId: number | null;
}

/**
 * The job that a notification is about: the one with its requestId, or without one the newest of its kind that the
 * charger has and that is open, or ended so recently that this may still be about it. Null: none, and `Idle` without
 * a number is about none.
 *
 * @param jobs newest first
 * @param isWaiting whether the command of a job has not left yet
 * @param graceMs for so long after its end a notification is still about a job
 */
export function selectJob(
  jobs: readonly Job[],
  { kind, word, requestId }: JobNotification,
  { isWaiting, graceMs, now }: { isWaiting: (job: Job) => boolean; graceMs: number; now: number },
): Job | null {
  const ofKind = jobs.filter((job) => job.kind === kind);
  if (requestId !== null) return ofKind.find((job) => job.requestId === requestId) ?? null;
  if (isIdle(word)) return null;
  return (
    ofKind.find(
      (job) =>
        job.failure !== 'refused' &&
        job.failure !== 'callError' &&
        job.failure !== 'notSent' &&
        job.result !== 'cancelled' &&
        (job.endedAt === null || now - job.endedAt <= graceMs) &&
        !isWaiting(job),
    ) ?? null
  );
}

/**
 * The firmware job that a boot with another version belongs to, with the version noted: the newest one that is open or
 * ended recently. Installed stays the proof, which may come before the boot or after it.
 *
 * @param jobs newest first
 */
export function noteFirmwareVersion(
  jobs: readonly Job[],
  version: string,
  { graceMs, now }: { graceMs: number; now: number },
): Job | null {
  const job = jobs.find(
    ({ kind, failure, endedAt }) =>
      (kind === 'firmware' || kind === 'signedFirmware') &&
      failure !== 'refused' &&
      failure !== 'notSent' &&
      (endedAt === null || now - endedAt <= graceMs),
  );
  if (job === undefined || job.firmwareBefore === version || job.firmwareAfter?.version === version)
    return null;
  return {
    ...job,
    firmwareAfter: { version, at: now },
    updatedAt: job.result === null ? now : job.updatedAt,
  };
}
