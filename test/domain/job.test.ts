import { describe, expect, test } from 'vitest';
import { isStalled, type Job, type JobKind, lastRequestId, nextRequestId } from '../../src/domain/job.ts';
import { addFile, hasRoomFor, MOST_FILES, safeFileName } from '../../src/domain/job-file.ts';
import { noteFirmwareVersion, selectJob } from '../../src/domain/job-selection.ts';
import { newJob, NOW } from './new-job.ts';

describe('which job a notification is about', () => {
  const select = (jobs: Job[], kind: JobKind, word: string, requestId: number | null = null, waiting = '') =>
    selectJob(
      jobs,
      { kind, word, requestId },
      { isWaiting: ({ jobId }) => jobId === waiting, graceMs: 1000, now: NOW },
    )?.jobId ?? null;
  const newest = newJob('firmware', { jobId: 'job_2' });
  const older = newJob('firmware', { jobId: 'job_1' });

  test('without a number the newest of its kind', () => {
    expect(select([newest, older], 'firmware', 'Downloading')).toBe('job_2');
    expect(select([newest], 'diagnostics', 'Uploading')).toBeNull();
  });

  test.each<[string, Partial<Job>]>([
    ['was refused', { result: 'failed', failure: 'refused', endedAt: NOW }],
    ['was answered with a CALLERROR', { result: 'failed', failure: 'callError', endedAt: NOW }],
    ['never left', { result: 'failed', failure: 'notSent', endedAt: NOW }],
    ['was cancelled', { result: 'cancelled', endedAt: NOW }],
    ['ended long ago', { result: 'succeeded', endedAt: NOW - 1001 }],
  ])('not one that %s', (_, changes) => {
    expect(select([{ ...newest, ...changes }, older], 'firmware', 'Downloading')).toBe('job_1');
  });

  test('not one whose command still waits; one that has just ended', () => {
    expect(select([newest, older], 'firmware', 'Downloading', null, 'job_2')).toBe('job_1');
    const ended = { ...newest, result: 'succeeded' as const, endedAt: NOW - 1000 };
    expect(select([ended, older], 'firmware', 'Installing')).toBe('job_2');
  });

  test('with a number the one of that number, whatever its age; an unknown number is about none', () => {
    const old = newJob('log', { jobId: 'job_1', requestId: 7, result: 'succeeded', endedAt: 0 });
    const other = newJob('log', { jobId: 'job_2', requestId: 8 });
    expect(select([other, old], 'log', 'Uploaded', 7)).toBe('job_1');
    expect(select([other, old], 'log', 'Uploading', 9)).toBeNull();
    expect(select([other, old], 'signedFirmware', 'Downloading', 7)).toBeNull();
  });

  test('Idle without a number is about none', () => {
    expect(select([newJob('log')], 'log', 'Idle')).toBeNull();
  });

  test('a boot with another firmware is noted once, with the newest firmware job', () => {
    const at = { graceMs: 1000, now: NOW };
    const noted = noteFirmwareVersion([newJob('log'), newest, older], '2.0', at);
    expect(noted).toMatchObject({ jobId: 'job_2', result: null, firmwareAfter: { version: '2.0', at: NOW } });
    expect(noteFirmwareVersion([newest], '1.0', at)).toBeNull();
    expect(noteFirmwareVersion(noted === null ? [] : [noted], '2.0', at)).toBeNull();
    expect(
      noteFirmwareVersion([{ ...newest, result: 'succeeded', endedAt: NOW - 2000 }], '2.0', at),
    ).toBeNull();
  });
});

describe('a job is stalled', () => {
  test.each<[string, Partial<Job>, number, boolean]>([
    ['not within its limit', {}, 60_000, false],
    ['after it', {}, 60_001, true],
    ['not before it is to begin', { retrieveAt: NOW + 50_000 }, 110_000, false],
    ['not while it waits to install', { state: 'InstallScheduled', installAt: NOW + 50_000 }, 110_000, false],
    ['not when it has ended', { result: 'failed' }, 900_000, false],
  ])('%s', (_, changes, later, expected) => {
    expect(isStalled(newJob('firmware', changes), 60_000, NOW + later)).toBe(expected);
  });
});

test('a requestId is positive, unique and growing, and fits an int32 for decades', () => {
  expect(nextRequestId(null, 0)).toBe(1);
  expect(nextRequestId(null, NOW)).toBe(36_937_000);
  expect(nextRequestId(36_937_000, NOW)).toBe(36_937_001);
  expect(nextRequestId(null, Date.UTC(2090, 0, 1))).toBeLessThan(2 ** 31);
});

test('a requestId given by hand is followed, unless nothing could follow it', () => {
  expect(lastRequestId(null, 5)).toBe(5);
  expect(lastRequestId(9, 5)).toBe(9);
  expect(lastRequestId(9, 2 ** 31 - 1)).toBe(9);
});

describe('a file', () => {
  test.each([
    ['diag.zip', 'diag.zip'],
    ['/logs/2025/diag 1.zip', 'diag_1.zip'],
    ['C:\\logs\\diag.zip', 'diag.zip'],
    ['../../etc/passwd', 'passwd'],
    ['..', null],
    ['.htaccess', 'htaccess'],
    ['a"b\r\nSet-Cookie: x.log', 'a_b_Set-Cookie_x.log'],
    ['журнал.txt', 'txt'],
    ['', null],
    [`${'a'.repeat(200)}.zip`, `${'a'.repeat(96)}.zip`],
  ])('named %j is stored as %j', (given, expected) => {
    expect(safeFileName(given)).toBe(expected);
  });

  test('takes the place of the one of its name; ten have room', () => {
    const full = Array.from({ length: MOST_FILES }, (_, index) => `${index}.log`).reduce(
      (job, name) => addFile(job, { name, size: 1, uploadedAt: NOW }),
      newJob('log'),
    );
    expect(hasRoomFor(full, 'another.log')).toBe(false);
    expect(hasRoomFor(full, '0.log')).toBe(true);
    const again = addFile(full, { name: '0.log', size: 2, uploadedAt: NOW + 5 });
    expect(again.files).toHaveLength(MOST_FILES);
    expect(again.files.at(-1)).toEqual({ name: '0.log', size: 2, uploadedAt: NOW + 5 });
    expect(again.updatedAt).toBe(NOW + 5);
  });
});
