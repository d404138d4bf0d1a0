import { expect, test } from 'vitest';
import { beginJob, listJobs, readJob } from '../../support/jobs.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);

/** A charger that is asked for its diagnostics and names a file. */
async function askedForDiagnostics(body: Record<string, unknown> = {}) {
  const station = await Station.booted(account);
  station.on('GetDiagnostics', () => ({ fileName: 'diag.zip' }));
  const jobId = await beginJob(station, 'diagnostics', body);
  return { station, jobId, job: () => readJob(station, jobId) };
}

async function askedForLog(body: Record<string, unknown> = {}, filename = 'security.log') {
  const station = await Station.booted(account);
  station.on('GetLog', () => ({ status: 'Accepted', filename }));
  const jobId = await beginJob(station, 'logs', { logType: 'SecurityLog', ...body });
  const { requestId } = await readJob(station, jobId);
  return { station, jobId, requestId: requestId ?? 0, job: () => readJob(station, jobId) };
}

async function sayOfDiagnostics(station: Station, ...words: string[]): Promise<void> {
  for (const status of words)
    expect(await station.call('DiagnosticsStatusNotification', { status })).toEqual({});
}

async function sayOfLog(station: Station, requestId: number | null, ...words: string[]): Promise<void> {
  for (const status of words) {
    const payload = requestId === null ? { status } : { status, requestId };
    expect(await station.call('LogStatusNotification', payload)).toEqual({});
  }
}

/** The file as REST gives it. */
async function download({ chargeBoxId }: Station, jobId: string, query = '') {
  const url = `${server.url}/api/v1/chargers/${chargeBoxId}/jobs/${jobId}/file${query}`;
  const response = await fetch(url, { headers: { 'X-API-Key': account.apiKey } });
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
}

test('#44 TC_045_1_CSMS get diagnostics: our URL is sent, the file is uploaded to it and can be fetched', async () => {
  const startTime = '2025-01-14T00:00:00Z';
  const { station, jobId, job } = await askedForDiagnostics({ startTime, retries: 2, retryInterval: 30 });
  const { location } = await job();
  expect(location).toMatch(new RegExp(`^${server.url}/uploads/[\\w-]{80,}/$`));
  await sayOfDiagnostics(station, 'Uploading');
  const bytes = crypto.getRandomValues(new Uint8Array(10_000));
  expect((await fetch(`${location}diag.zip`, { method: 'PUT', body: bytes })).status).toBe(200);
  await sayOfDiagnostics(station, 'Uploaded');
  expect(await job()).toMatchObject({
    kind: 'diagnostics',
    state: 'Uploaded',
    result: 'succeeded',
    fileName: 'diag.zip',
    file: { name: 'diag.zip', size: 10_000, uploadedAt: expect.any(String) },
  });
  const file = await download(station, jobId);
  expect(file.bytes).toEqual(bytes);
  expect(Object.fromEntries(file.response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="diag.zip"',
    'x-content-type-options': 'nosniff',
  });
  await station.close('GetDiagnostics');
  expect(station.received[0]?.payload).toEqual({ location, startTime, retries: 2, retryInterval: 30 });
});

test('#45 TC_045_2_CSMS diagnostics upload failed: the job failed; the location of an owner goes out as it is', async () => {
  const location = 'ftps://user:pass@files.example.com:2121/logs/?a=1';
  const { station, job } = await askedForDiagnostics({ location });
  await sayOfDiagnostics(station, 'Uploading', 'UploadFailed');
  expect(await job()).toMatchObject({
    location,
    state: 'UploadFailed',
    result: 'failed',
    failure: 'upload',
    file: null,
  });
  await station.close('GetDiagnostics');
  expect(station.received[0]?.payload).toEqual({ location });
});

test('an answer without a fileName means that there is nothing to upload', async () => {
  const station = await Station.booted(account);
  station.on('GetDiagnostics', () => ({}));
  const jobId = await beginJob(station, 'diagnostics');
  expect(await readJob(station, jobId)).toMatchObject({ result: 'failed', failure: 'nothingToUpload' });
  await station.close('GetDiagnostics');
});

test('#70 TC_079_CSMS get security log: remoteLocation and requestId are sent, the job ends Uploaded', async () => {
  const { station, requestId, job } = await askedForLog();
  await sayOfLog(station, requestId, 'Uploading', 'Uploaded');
  const done = await job();
  expect(done).toMatchObject({
    kind: 'log',
    logType: 'SecurityLog',
    state: 'Uploaded',
    result: 'succeeded',
    fileName: 'security.log',
  });
  await station.close('GetLog');
  expect(station.received[0]?.payload).toEqual({
    logType: 'SecurityLog',
    requestId,
    log: { remoteLocation: done.location },
  });
  expect(done.location.length).toBeLessThanOrEqual(512);
});

test('#310 X-F11 our URL takes PUT and POST, raw and as a form, at any sub-path', async () => {
  const { station, jobId, job } = await askedForDiagnostics();
  const { location } = await job();
  const bare = location.replace(/\/$/, '');
  const form = (name: string, text: string) => {
    const body = new FormData();
    body.set('kind', new Blob([text]), name);
    return body;
  };
  const uploads: [string, RequestInit, string, string][] = [
    [`${location}logs/2025/raw.log`, { method: 'PUT', body: 'put' }, 'raw.log', 'put'],
    [`${location}/posted.log`, { method: 'POST', body: 'posted' }, 'posted.log', 'posted'],
    [bare, { method: 'POST', body: form('form.log', 'by form') }, 'form.log', 'by form'],
    [`${bare}/x/`, { method: 'PUT', body: form('put-form.log', 'by put') }, 'put-form.log', 'by put'],
    [bare, { method: 'PUT', body: 'no name' }, 'diag.zip', 'no name'],
    [
      location,
      { method: 'PUT', body: 'named', headers: { 'Content-Disposition': 'attachment; filename="h.log"' } },
      'h.log',
      'named',
    ],
    [`${location}%2e%2e%2f%22evil%22.log`, { method: 'PUT', body: 'evil' }, 'evil_.log', 'evil'],
  ];
  for (const [url, init, name, text] of uploads) {
    const response = await fetch(url, init);
    expect(response.status, `${init.method} ${url}`).toBe(200);
    expect(await job()).toMatchObject({ file: { name, size: text.length } });
    const { bytes } = await download(station, jobId, `?name=${name}`);
    expect(new TextDecoder().decode(bytes)).toBe(text);
  }
  expect(await job()).toMatchObject({ state: 'requested', result: null });
  await station.close('GetDiagnostics');
});

test('#310 X-F11 a wrong token is 404, and so is one of a job that is not there', async () => {
  const { station, job } = await askedForDiagnostics();
  const { location } = await job();
  const token = location.split('/').at(-2) ?? '';
  const changed = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
  const foreign = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
  for (const wrong of [changed, foreign, token.slice(1), `${token}AAAA`, 'x', '', '%00', '../health']) {
    const response = await fetch(`${server.url}/uploads/${wrong}/f.log`, { method: 'PUT', body: 'x' });
    expect(response.status, wrong).toBe(404);
  }
  expect((await fetch(`${location}f.log`)).status).toBe(405);
  expect(await job()).toMatchObject({ file: null });
  await station.close('GetDiagnostics');
});

test('#311 X-F12 GetLog DiagnosticsLog: AcceptedCanceled cancels the first, and only the second goes on', async () => {
  const { station, requestId, job } = await askedForLog({ logType: 'DiagnosticsLog' });
  await sayOfLog(station, requestId, 'Uploading');
  station.on('GetLog', () => ({ status: 'AcceptedCanceled', filename: 'second.log' }));
  const secondId = await beginJob(station, 'logs', { logType: 'DiagnosticsLog' });
  const second = await readJob(station, secondId);
  expect(second.requestId).toBeGreaterThan(requestId);
  expect(await job()).toMatchObject({ result: 'cancelled', state: 'Uploading' });
  await sayOfLog(station, requestId, 'UploadFailure');
  await sayOfLog(station, second.requestId, 'Uploading', 'Uploaded');
  expect((await listJobs(station)).map(({ jobId, result }) => [jobId === secondId, result])).toEqual([
    [true, 'succeeded'],
    [false, 'cancelled'],
  ]);
  await station.close('GetLog', 'GetLog');
});

test('#313 X-F14 LogStatusNotification Idle without requestId is answered and changes no job', async () => {
  const { station, requestId, job } = await askedForLog();
  await sayOfLog(station, requestId, 'Uploading');
  const before = await job();
  await sayOfLog(station, null, 'Idle');
  await sayOfDiagnostics(station, 'Idle');
  expect(await job()).toEqual(before);
  await station.close('GetLog');
});

test.each([
  ['BadMessage', 'badMessage'],
  ['PermissionDenied', 'permissionDenied'],
  ['NotSupportedOperation', 'notSupported'],
  ['UploadFailure', 'upload'],
])('a log that ends with %s has failed', async (word, failure) => {
  const { station, requestId, job } = await askedForLog();
  await sayOfLog(station, requestId, word);
  expect(await job()).toMatchObject({ state: word, result: 'failed', failure });
  await station.close('GetLog');
});

test('a file that comes after the job’s end counts all the same', async () => {
  const { station, job, requestId } = await askedForLog();
  const { location } = await job();
  await sayOfLog(station, requestId, 'UploadFailure');
  expect((await fetch(`${location}late.log`, { method: 'PUT', body: 'late' })).status).toBe(200);
  expect(await job()).toMatchObject({
    state: 'UploadFailure',
    result: 'failed',
    file: { name: 'late.log', size: 4 },
  });
  await station.close('GetLog');
});
