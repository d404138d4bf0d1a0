import type { JobBody, JobFileBody, UploadNote, UploadTarget } from '../contracts/job-rpc.ts';
import { isStalled, type Job, type JobFile } from '../domain/job.ts';
import { addFile, hasRoomFor, jobFolder } from '../domain/job-file.ts';
import type { Registration } from '../domain/registration.ts';
import { toIsoTime } from '../lib/time.ts';
import { readCommand } from './store/commands.ts';
import { readJob, readRecentJobs, writeJob } from './store/jobs.ts';

/** The jobs of a charger, newest first. */
export function jobsOf(
  sql: SqlStorage,
  registration: Registration,
  { jobId, limit }: { jobId?: string; limit: number },
  now: number,
): JobBody[] {
  const one = jobId === undefined ? null : readJob(sql, jobId);
  const jobs = jobId === undefined ? readRecentJobs(sql, limit) : one === null ? [] : [one];
  return jobs.map((job) => toJobBody(sql, registration, job, now));
}

function toJobBody(sql: SqlStorage, { chargeBoxId, settings }: Registration, job: Job, now: number): JobBody {
  const { jobId, kind, state, answer, result, failure, requestId, commandId } = job;
  const { location, logType, fileName, firmwareBefore, firmwareAfter } = job;
  const newest = job.files.at(-1);
  return {
    jobId,
    chargeBoxId,
    kind,
    state,
    answer,
    result,
    failure,
    stalled:
      isStalled(job, settings.jobStallSeconds * 1000, now) &&
      // A charger that has not been asked yet is not silent.
      readCommand(sql, commandId)?.state !== 'queued',
    requestId,
    commandId,
    location,
    logType,
    retrieveDate: isoOrNull(job.retrieveAt),
    installDate: isoOrNull(job.installAt),
    fileName,
    file: newest === undefined ? null : toFileBody(newest),
    files: job.files.map(toFileBody),
    firmwareVersionBefore: firmwareBefore,
    firmwareVersionAfter: firmwareAfter?.version ?? null,
    history: job.history.map(({ status, at }) => ({ status, at: toIsoTime(at) })),
    createdAt: toIsoTime(job.createdAt),
    updatedAt: toIsoTime(job.updatedAt),
    endedAt: isoOrNull(job.endedAt),
  };
}

function toFileBody({ name, size, uploadedAt }: JobFile): JobFileBody {
  return { name, size, uploadedAt: toIsoTime(uploadedAt) };
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : toIsoTime(ms);
}

/** Where a file of a job lies in the bucket. */
export function jobFileOf(
  sql: SqlStorage,
  registration: Registration,
  jobId: string,
  name: string | undefined,
): { key: string; name: string } | 'unknownJob' | 'noFile' {
  const job = readJob(sql, jobId);
  if (job === null) return 'unknownJob';
  const file = name === undefined ? job.files.at(-1) : job.files.find((one) => one.name === name);
  if (file === undefined) return 'noFile';
  return { key: `${jobFolder(registration, jobId)}${file.name}`, name: file.name };
}

/** Where in the bucket a file for a job is to be put. */
export function uploadTargetOf(
  sql: SqlStorage,
  registration: Registration,
  jobId: string,
): UploadTarget | null {
  const job = readJob(sql, jobId);
  return job === null ? null : { folder: jobFolder(registration, jobId), fileName: job.fileName };
}

/** Keeps a file with its job. */
export function noteUploadOf(
  sql: SqlStorage,
  jobId: string,
  file: { name: string; size: number },
  now: number,
): UploadNote {
  const job = readJob(sql, jobId);
  if (job === null) return 'unknownJob';
  if (!hasRoomFor(job, file.name)) return 'full';
  writeJob(sql, addFile(job, { ...file, uploadedAt: now }));
  return 'noted';
}
