import * as z from 'zod';

/** What a job is for, one for each message that begins one. */
export const JobKind = z.enum(['firmware', 'signedFirmware', 'diagnostics', 'log']);
export type JobKind = z.infer<typeof JobKind>;

/** Why a job failed. */
export const JobFailure = z.enum([
  /** The command never left: its charger did not come back in time, or the connection was lost before. */
  'notSent',
  /** Rejected, InvalidCertificate, RevokedCertificate: `state` is the word. */
  'refused',
  'callError',
  /** The charger named no file: it has nothing to upload (OCPP 1.6 5.9). */
  'nothingToUpload',
  'download',
  'signature',
  'verification',
  'install',
  'upload',
  'badMessage',
  'permissionDenied',
  'notSupported',
]);
export type JobFailure = z.infer<typeof JobFailure>;

/** A file that the charger handed in with us. */
export const JobFile = z.object({ name: z.string(), size: z.int(), uploadedAt: z.int() });
export type JobFile = z.infer<typeof JobFile>;

/**
 * Work that a charger does after it has answered: a firmware update, or the upload of diagnostics or a log. Open while
 * `result` is null. Times in ms since the epoch.
 */
export const Job = z.object({
  jobId: z.string(),
  kind: JobKind,
  /** The command that asked for it. */
  commandId: z.string(),
  /** By which the charger's notifications name it; null where the message has none. */
  requestId: z.int().nullable(),
  /** Where the firmware lies, or where the file is to go. */
  location: z.string(),
  /** Of GetLog: which log. */
  logType: z.string().nullable(),
  /** The charger is not to begin before. */
  retrieveAt: z.int().nullable(),
  /** The charger is not to install before. */
  installAt: z.int().nullable(),
  /** The charger's last word that counted, `requested` before the first. */
  state: z.string(),
  /** What the command got: the charger's word, or how it ended without one. Null until then. */
  answer: z.string().nullable(),
  result: z.enum(['succeeded', 'failed', 'cancelled']).nullable(),
  failure: JobFailure.nullable(),
  /** All that the charger said of it, in order, repeats left out; the latest ones. */
  history: z.array(z.object({ status: z.string(), at: z.int() })),
  /** The file that the charger announced. */
  fileName: z.string().nullable(),
  files: z.array(JobFile),
  /** What ran when it began. */
  firmwareBefore: z.string().nullable(),
  /** What a boot since then has named, where it is another. */
  firmwareAfter: z.object({ version: z.string(), at: z.int() }).nullable(),
  createdAt: z.int(),
  /** The last sign of the charger that it is at it. */
  updatedAt: z.int(),
  endedAt: z.int().nullable(),
});
export type Job = z.infer<typeof Job>;

/** What is known of a job when its command joins the queue. */
export type NewJob = Pick<
  Job,
  | 'jobId'
  | 'kind'
  | 'commandId'
  | 'requestId'
  | 'location'
  | 'logType'
  | 'retrieveAt'
  | 'installAt'
  | 'firmwareBefore'
>;

/** A job as its command joins the queue. */
export function requestJob(job: NewJob, now: number): Job {
  return {
    ...job,
    state: 'requested',
    answer: null,
    result: null,
    failure: null,
    history: [],
    fileName: null,
    files: [],
    firmwareAfter: null,
    createdAt: now,
    updatedAt: now,
    endedAt: null,
  };
}

/** A job as it has ended. */
export function endJob(
  job: Job,
  end: { result: NonNullable<Job['result']>; failure?: JobFailure; state?: string },
  now: number,
): Job {
  const { result, failure = null, state = job.state } = end;
  return { ...job, state, result, failure, updatedAt: now, endedAt: now };
}

/**
 * Whether an open job has been without a sign of life for longer than its limit: it may still go on. The time before
 * it is to begin, or to install, is no silence.
 */
export function isStalled(job: Job, limitMs: number, now: number): boolean {
  const installAt = job.state === 'InstallScheduled' ? (job.installAt ?? 0) : 0;
  const silentSince = Math.max(job.updatedAt, job.retrieveAt ?? 0, installAt);
  return job.result === null && now - silentSince > limitMs;
}

/** The first number of a request: seconds of a clock that began in November 2023, and ends in 2091. */
const CLOCK_BEGAN_S = 1_700_000_000;

/**
 * The next requestId of a charger (security white paper L01, N01): positive, unique and growing. It follows the clock,
 * so that a charger registered anew is not asked under numbers that it remembers.
 */
export function nextRequestId(last: number | null, now: number): number {
  return Math.max((last ?? 0) + 1, Math.floor(now / 1000) - CLOCK_BEGAN_S, 1);
}

/** Above this the raw route may number as it likes: ours do not follow it. */
const MOST_FOLLOWED = 2 ** 31 - 2 ** 20;

/** The last requestId after one has been used; one given by hand counts too. */
export function lastRequestId(last: number | null, used: number): number | null {
  return used > MOST_FOLLOWED ? last : Math.max(last ?? 0, used);
}
