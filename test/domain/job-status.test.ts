import { describe, expect, test } from 'vitest';
import type { Job, JobKind } from '../../src/domain/job.ts';
import { applyAnswer, cancelOthers } from '../../src/domain/job-answer.ts';
import { applyStatus } from '../../src/domain/job-status.ts';
import { newJob, NOW } from './new-job.ts';

/** The job after these words, a second apart. */
function after(kind: JobKind, words: readonly string[]): Job {
  return words.reduce((job, word, index) => applyStatus(job, word, NOW + 1000 * (index + 1)), newJob(kind));
}

describe('the words of a charger', () => {
  test.each<[JobKind, string[], { state: string; result: Job['result']; failure: Job['failure'] }]>([
    ['firmware', [], { state: 'requested', result: null, failure: null }],
    ['firmware', ['Downloading', 'Downloaded'], { state: 'Downloaded', result: null, failure: null }],
    [
      'firmware',
      ['Downloading', 'Downloaded', 'Installing', 'Installed'],
      { state: 'Installed', result: 'succeeded', failure: null },
    ],
    [
      'firmware',
      ['Downloading', 'DownloadFailed'],
      { state: 'DownloadFailed', result: 'failed', failure: 'download' },
    ],
    [
      'firmware',
      ['Installing', 'InstallationFailed'],
      { state: 'InstallationFailed', result: 'failed', failure: 'install' },
    ],
    ['firmware', ['Installed'], { state: 'Installed', result: 'succeeded', failure: null }],
    [
      'firmware',
      ['Downloaded', 'Downloading', 'Downloading', 'Installing', 'Downloaded', 'Installed'],
      { state: 'Installed', result: 'succeeded', failure: null },
    ],
    ['firmware', ['Installed', 'Installing'], { state: 'Installed', result: 'succeeded', failure: null }],
    [
      'firmware',
      ['Installed', 'InstallationFailed'],
      { state: 'Installed', result: 'succeeded', failure: null },
    ],
    [
      'firmware',
      ['DownloadFailed', 'Downloading'],
      { state: 'DownloadFailed', result: 'failed', failure: 'download' },
    ],
    [
      'firmware',
      ['DownloadFailed', 'Downloading', 'Installed'],
      { state: 'Installed', result: 'succeeded', failure: null },
    ],
    [
      'firmware',
      ['DownloadFailed', 'InstallationFailed'],
      { state: 'InstallationFailed', result: 'failed', failure: 'install' },
    ],
    ['firmware', ['Downloading', 'Idle'], { state: 'Downloading', result: null, failure: null }],
    ['firmware', ['Installed', 'Idle'], { state: 'Installed', result: 'succeeded', failure: null }],
    ['firmware', ['Verifying'], { state: 'Verifying', result: null, failure: null }],
    [
      'signedFirmware',
      ['DownloadScheduled', 'DownloadPaused', 'InstallScheduled', 'InstallRebooting', 'SignatureVerified'],
      { state: 'SignatureVerified', result: null, failure: null },
    ],
    [
      'signedFirmware',
      ['Downloaded', 'InvalidSignature'],
      { state: 'InvalidSignature', result: 'failed', failure: 'signature' },
    ],
    [
      'signedFirmware',
      ['InstallVerificationFailed'],
      { state: 'InstallVerificationFailed', result: 'failed', failure: 'verification' },
    ],
    ['diagnostics', ['Uploading', 'Uploaded'], { state: 'Uploaded', result: 'succeeded', failure: null }],
    [
      'diagnostics',
      ['Uploading', 'UploadFailed'],
      { state: 'UploadFailed', result: 'failed', failure: 'upload' },
    ],
    ['log', ['UploadFailure'], { state: 'UploadFailure', result: 'failed', failure: 'upload' }],
    ['log', ['BadMessage'], { state: 'BadMessage', result: 'failed', failure: 'badMessage' }],
    [
      'log',
      ['PermissionDenied'],
      { state: 'PermissionDenied', result: 'failed', failure: 'permissionDenied' },
    ],
    [
      'log',
      ['NotSupportedOperation'],
      { state: 'NotSupportedOperation', result: 'failed', failure: 'notSupported' },
    ],
  ])('%s: %j', (kind, words, expected) => {
    const job = after(kind, words);
    expect(job).toMatchObject(expected);
    expect(job.endedAt === null).toBe(job.result === null);
  });

  test('are kept in order, repeats left out, also those that change nothing; Idle is no word of a job', () => {
    const job = after('firmware', [
      'Downloading',
      'Downloading',
      'Installed',
      'Installed',
      'Idle',
      'Installing',
    ]);
    expect(job.history).toEqual([
      { status: 'Downloading', at: NOW + 1000 },
      { status: 'Installed', at: NOW + 3000 },
      { status: 'Installing', at: NOW + 6000 },
    ]);
    expect(job).toMatchObject({ endedAt: NOW + 3000, updatedAt: NOW + 3000 });
  });

  test('are bounded: the latest 50', () => {
    const words = Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? 'Downloading' : 'Downloaded'));
    const { history } = after('firmware', words);
    expect(history).toHaveLength(50);
    expect(history.at(-1)?.at).toBe(NOW + 120_000);
  });

  test('a finished job that hears the same again is the same job: nothing is written', () => {
    const job = after('diagnostics', ['Uploaded']);
    expect(applyStatus(job, 'Uploaded', NOW + 9000)).toBe(job);
    expect(applyStatus(job, 'Idle', NOW + 9000)).toBe(job);
  });
});

describe('the answer to its command', () => {
  test.each([
    [
      { kind: 'accepted', word: 'Accepted', fileName: 'x.zip' },
      { answer: 'Accepted', result: null, fileName: 'x.zip' },
    ],
    [{ kind: 'nothingToUpload' }, { answer: 'Accepted', result: 'failed', failure: 'nothingToUpload' }],
    [
      { kind: 'refused', word: 'InvalidCertificate' },
      { answer: 'InvalidCertificate', state: 'InvalidCertificate', result: 'failed', failure: 'refused' },
    ],
    [{ kind: 'callError' }, { answer: 'CallError', result: 'failed', failure: 'callError' }],
    [
      { kind: 'unclear', word: 'timedOut' },
      { answer: 'timedOut', result: null },
    ],
    [
      { kind: 'notSent', word: 'expired' },
      { answer: 'expired', result: 'failed', failure: 'notSent' },
    ],
  ] as const)('%j', (answer, expected) => {
    expect(applyAnswer(newJob('log'), answer, NOW)).toMatchObject({ state: 'requested', ...expected });
  });

  test('an upload that has begun before its answer names no file goes on', () => {
    const begun = after('diagnostics', ['Uploading']);
    expect(applyAnswer(begun, { kind: 'nothingToUpload' }, NOW)).toMatchObject({
      result: null,
      state: 'Uploading',
    });
  });

  test('what we concluded from an answer gives way to a charger that begins all the same', () => {
    const nothing = applyAnswer(newJob('diagnostics'), { kind: 'nothingToUpload' }, NOW);
    expect(applyStatus(nothing, 'Uploading', NOW)).toMatchObject({
      result: null,
      failure: null,
      endedAt: null,
    });
  });

  test('AcceptedCanceled cancels the older open jobs of the kind, which stay so', () => {
    const jobs = [
      newJob('log', { jobId: 'job_1' }),
      newJob('diagnostics', { jobId: 'job_2' }),
      newJob('log', { jobId: 'job_3' }),
      newJob('log', { jobId: 'job_4' }),
    ];
    const [cancelled, ...others] = cancelOthers(newJob('log', { jobId: 'job_3' }), jobs, NOW);
    expect(others).toEqual([]);
    expect(cancelled).toMatchObject({ jobId: 'job_1', result: 'cancelled', endedAt: NOW });
    if (cancelled === undefined) return;
    expect(applyStatus(cancelled, 'Uploaded', NOW)).toMatchObject({ result: 'cancelled' });
  });
});
