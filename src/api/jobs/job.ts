import { z } from '@hono/zod-openapi';
import type { JobBody } from '../../contracts/job-rpc.ts';
import { JobFailure, JobKind } from '../../domain/job.ts';

const FileOfJob = z.strictObject({
  name: z.string(),
  size: z.int().describe('Bytes.'),
  uploadedAt: z.iso.datetime(),
});

/** A firmware, diagnostics or log job and what became of it. */
export const Job = z
  .strictObject({
    jobId: z.string(),
    chargeBoxId: z.string(),
    kind: JobKind.describe(
      'One for each of UpdateFirmware, SignedUpdateFirmware, GetDiagnostics and GetLog.',
    ),
    state: z
      .string()
      .describe('The charger’s last word that counted, as it said it; `requested` before any.'),
    answer: z
      .string()
      .nullable()
      .describe(
        'What the command got: the charger’s word, `CallError`, `InvalidAnswer`, or `timedOut`, `connectionLost`, `expired` without an answer. Null: it waits.',
      ),
    result: z
      .enum(['succeeded', 'failed', 'cancelled'])
      .nullable()
      .describe('How it ended; null while it runs. `cancelled`: the charger took a newer one instead.'),
    failure: JobFailure.nullable().describe('Why it failed.'),
    stalled: z
      .boolean()
      .describe('It runs, but the charger has said nothing of it for the setting jobStallSeconds.'),
    requestId: z.int().nullable().describe('The number by which the charger names it, where it has one.'),
    commandId: z.string(),
    location: z.string().describe('Where the firmware is, or where the file goes.'),
    logType: z.string().nullable(),
    retrieveDate: z.iso.datetime().nullable(),
    installDate: z.iso.datetime().nullable(),
    fileName: z.string().nullable().describe('The file that the charger announced.'),
    file: FileOfJob.nullable().describe('The newest file that it has uploaded here.'),
    files: z.array(FileOfJob),
    firmwareVersionBefore: z.string().nullable(),
    firmwareVersionAfter: z
      .string()
      .nullable()
      .describe('Another version that the charger has booted with since.'),
    history: z
      .array(z.strictObject({ status: z.string(), at: z.iso.datetime() }))
      .describe('All that the charger said of it, in order, repeats left out; the latest 50.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime().describe('The charger’s last sign that it is at it.'),
    endedAt: z.iso.datetime().nullable(),
  })
  .openapi('Job');

const FILE_EXAMPLE = {
  name: 'diagnostics-CP-OFFICE-01.zip',
  size: 48_213,
  uploadedAt: '2025-01-15T10:35:12.004Z',
};

export const JOB_EXAMPLE: JobBody = {
  jobId: 'job_019467923f5e7d1a8b6c4e2f0a1d3c5b',
  chargeBoxId: 'CP-OFFICE-01',
  kind: 'diagnostics',
  state: 'Uploaded',
  answer: 'Accepted',
  result: 'succeeded',
  failure: null,
  stalled: false,
  requestId: null,
  commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
  location: 'https://capacitor.example.com/uploads/x2hY…/',
  logType: null,
  retrieveDate: null,
  installDate: null,
  fileName: 'diagnostics-CP-OFFICE-01.zip',
  file: FILE_EXAMPLE,
  files: [FILE_EXAMPLE],
  firmwareVersionBefore: '1.4.2',
  firmwareVersionAfter: null,
  history: [
    { status: 'Uploading', at: '2025-01-15T10:35:10.118Z' },
    { status: 'Uploaded', at: '2025-01-15T10:35:12.310Z' },
  ],
  createdAt: '2025-01-15T10:35:09.801Z',
  updatedAt: '2025-01-15T10:35:12.310Z',
  endedAt: '2025-01-15T10:35:12.310Z',
};
