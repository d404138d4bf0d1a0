import { assertNever } from '../lib/assert-never.ts';
import { endJob, type Job } from './job.ts';

/** How the command of a job ended. */
export type JobAnswer =
  /** The charger will do it. `fileName`: what it will upload, where it says so. */
  | { kind: 'accepted'; word: string; fileName: string | null }
  /** It has no such file. */
  | { kind: 'nothingToUpload' }
  /** Rejected, InvalidCertificate, RevokedCertificate. */
  | { kind: 'refused'; word: string }
  | { kind: 'callError' }
  /** Nobody knows whether it will do it. `word` is how the command ended. */
  | { kind: 'unclear'; word: string }
  /** It was never asked. */
  | { kind: 'notSent'; word: string };

/** A job after its command has ended; a late answer comes after `unclear`. */
export function applyAnswer(job: Job, answer: JobAnswer, now: number): Job {
  const hasBegun = job.history.length > 0;
  switch (answer.kind) {
    case 'accepted': {
      const { word, fileName } = answer;
      return { ...job, answer: word, fileName: fileName ?? job.fileName, updatedAt: now };
    }
    case 'nothingToUpload': {
      // Some upload all the same, and may say so before they answer.
      const answered = { ...job, answer: 'Accepted', updatedAt: now };
      return hasBegun ? answered : endJob(answered, { result: 'failed', failure: 'nothingToUpload' }, now);
    }
    case 'refused': {
      const { word } = answer;
      return endJob({ ...job, answer: word }, { result: 'failed', failure: 'refused', state: word }, now);
    }
    case 'callError':
      return endJob({ ...job, answer: 'CallError' }, { result: 'failed', failure: 'callError' }, now);
    case 'unclear':
      return { ...job, answer: answer.word, updatedAt: now };
    case 'notSent':
      return endJob({ ...job, answer: answer.word }, { result: 'failed', failure: 'notSent' }, now);
    default:
      return assertNever(answer);
  }
}

/** The open jobs of the same kind that a charger has given up for this one, cancelled (AcceptedCanceled). */
export function cancelOthers(job: Job, open: readonly Job[], now: number): Job[] {
  return open
    .filter((other) => other.kind === job.kind && other.jobId < job.jobId && other.result === null)
    .map((other) => endJob(other, { result: 'cancelled' }, now));
}
