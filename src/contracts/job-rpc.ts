import type { Job } from '../domain/job.ts';

export interface JobFileBody {
  name: string;
  /** Bytes. */
  size: number;
  uploadedAt: string;
}

/** A firmware, diagnostics or log job as its owner sees it. */
export interface JobBody {
  jobId: string;
  chargeBoxId: string;
  kind: Job['kind'];
  state: string;
  answer: string | null;
  result: Job['result'];
  failure: Job['failure'];
  /** Open, and without a word for longer than `jobStallSeconds`. */
  stalled: boolean;
  requestId: number | null;
  commandId: string;
  location: string;
  logType: string | null;
  retrieveDate: string | null;
  installDate: string | null;
  /** What the charger announced. */
  fileName: string | null;
  /** The newest of `files`. */
  file: JobFileBody | null;
  files: JobFileBody[];
  firmwareVersionBefore: string | null;
  firmwareVersionAfter: string | null;
  history: { status: string; at: string }[];
  createdAt: string;
  updatedAt: string;
  endedAt: string | null;
}

/** Where a file that a charger hands in for a job belongs. */
export interface UploadTarget {
  /** In the bucket; ends in a slash. */
  folder: string;
  /** How the charger said that it would call it. */
  fileName: string | null;
}

/** What became of a file: `full`, the job has as many as it may. */
export type UploadNote = 'noted' | 'full' | 'unknownJob';

/** What a charger's object offers about its jobs. */
export interface JobRpc {
  /** The latest jobs, newest first; only the one of that id where an id is given. */
  jobs(accountId: string, query: { jobId?: string; limit: number }): Promise<JobBody[] | null>;
  /** Where the file of a job lies in the bucket: the newest, or the one of that name. */
  jobFile(
    accountId: string,
    jobId: string,
    name?: string,
  ): Promise<{ key: string; name: string } | 'unknownJob' | 'noFile' | null>;
  /** For the bearer of a job's upload URL, which proves what an account would. Null: there is no such job. */
  uploadTarget(jobId: string): Promise<UploadTarget | null>;
  /** A file of that name has been stored; it counts also after the job's end. */
  noteUpload(jobId: string, file: { name: string; size: number }): Promise<UploadNote>;
}
