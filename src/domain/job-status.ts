import { endJob, type Job, type JobFailure } from './job.ts';

/** What a status word of a charger says of a job. */
type Meaning =
  | { kind: 'progress' }
  | { kind: 'success' }
  | { kind: 'failure'; failure: JobFailure }
  /** Nothing goes on: said of the charger, not of a job (OCPP 1.6 4.4, 4.5). */
  | { kind: 'idle' };

const failed = (failure: JobFailure): Meaning => ({ kind: 'failure', failure });

/** The words that are not progress, of all four notifications: some chargers say the word of another one. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['Idle', { kind: 'idle' }],
  ['Installed', { kind: 'success' }],
  ['Uploaded', { kind: 'success' }],
  ['DownloadFailed', failed('download')],
  ['InvalidSignature', failed('signature')],
  ['InstallVerificationFailed', failed('verification')],
  ['InstallationFailed', failed('install')],
  ['UploadFailed', failed('upload')],
  ['UploadFailure', failed('upload')],
  ['BadMessage', failed('badMessage')],
  ['PermissionDenied', failed('permissionDenied')],
  ['NotSupportedOperation', failed('notSupported')],
]);

/** As many words of a job are kept. */
const MOST_WORDS = 50;

/** What we concluded from an answer; a charger that begins all the same has the last word. */
const CONCLUDED: ReadonlySet<string> = new Set<JobFailure>([
  'notSent',
  'refused',
  'callError',
  'nothingToUpload',
]);

/** Whether a word is about no job. */
export function isIdle(word: string): boolean {
  return MEANINGS.get(word)?.kind === 'idle';
}

/**
 * A job after a status word of its charger; the job itself where the word changes nothing. States may be skipped,
 * repeated and reversed, and words that nobody knows are progress: only an end counts as one. A finished job stays
 * finished, but what succeeds or fails again after a failure is the truth by then.
 */
export function applyStatus(job: Job, word: string, now: number): Job {
  const meaning = MEANINGS.get(word) ?? { kind: 'progress' as const };
  const isRepeat = job.history.at(-1)?.status === word;
  if (meaning.kind === 'idle' || (isRepeat && job.result !== null)) return job;
  const heard: Job = isRepeat
    ? { ...job, updatedAt: now }
    : { ...job, history: [...job.history, { status: word, at: now }].slice(-MOST_WORDS) };
  if (job.result === 'succeeded' || job.result === 'cancelled') return heard;
  switch (meaning.kind) {
    case 'success':
      return endJob(heard, { result: 'succeeded', state: word }, now);
    case 'failure':
      return endJob(heard, { result: 'failed', failure: meaning.failure, state: word }, now);
    case 'progress': {
      const isEnded = job.failure !== null && !CONCLUDED.has(job.failure);
      return isEnded
        ? heard
        : { ...heard, state: word, result: null, failure: null, endedAt: null, updatedAt: now };
    }
  }
}
