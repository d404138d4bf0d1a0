import type { Job, JobFile } from './job.ts';

/** As many files a job may have; one of the same name takes the place of the one before. */
export const MOST_FILES = 10;
const MOST_CHARACTERS = 100;

/**
 * A file's name as it is stored and shown: the last part of a path, in letters, digits and `._-` of ASCII, at most 100
 * characters, the end of it kept. Null where nothing is left of it.
 */
export function safeFileName(given: string): string | null {
  const [last = ''] = given.split(/[/\\]/).slice(-1);
  const safe = last
    .trim()
    .replaceAll(/[^\w.-]+/g, '_')
    .replace(/^[._]+/, '');
  return safe === '' ? null : safe.slice(-MOST_CHARACTERS);
}

/** Where a charger's files lie in the bucket; ends in a slash. */
export function jobFolder(charger: { accountId: string; chargerId: string }, jobId: string): string {
  return `uploads/${charger.accountId}/${charger.chargerId}/${jobId}/`;
}

/** Whether a job has room for a file of this name. */
export function hasRoomFor({ files }: Job, name: string): boolean {
  return files.length < MOST_FILES || files.some((file) => file.name === name);
}

/** A job with a file that the charger handed in, also after its end. The newest is the last. */
export function addFile(job: Job, file: JobFile): Job {
  const others = job.files.filter(({ name }) => name !== file.name);
  return { ...job, files: [...others, file], updatedAt: file.uploadedAt };
}
