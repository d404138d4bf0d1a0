import { describe, expect, test } from 'vitest';
import { register } from '../support/account.ts';
import { SOON } from '../support/charger-view.ts';
import { SILENCE } from '../support/charge-point.ts';
import { beginJob, listJobs, readJob } from '../support/jobs.ts';
import { newAccount, sharedServer, startServer, unique } from '../support/server.ts';
import { signedFirmware, signingCertificate } from '../support/signing-certificate.ts';
import { Station } from '../support/station.ts';

const server = sharedServer();
const account = await newAccount(server);

describe('what cannot be sent is 400, names its field, and nothing is sent', () => {
  const notBase64 = { signature: 'no base64!' };
  test.each<[string, string, () => Promise<Record<string, unknown>>, string]>([
    ['an update without a location', 'firmware/update', async () => ({}), 'location'],
    ['a location that is no URL', 'firmware/update', async () => ({ location: 'firmware.bin' }), 'location'],
    [
      'a time without a zone',
      'firmware/update',
      async () => ({ location: 'ftp://x/y', retrieveDate: '2025-01-15T10:00:00' }),
      'retrieveDate',
    ],
    ['negative retries', 'diagnostics', async () => ({ retries: -1 }), 'retries'],
    ['an unknown field', 'diagnostics', async () => ({ url: 'https://example.com' }), 'url'],
    ['a log without its type', 'logs', async () => ({}), 'logType'],
    ['a log of an unknown type', 'logs', async () => ({ logType: 'AllLogs' }), 'logType'],
    [
      'a remoteLocation that is no URL',
      'logs',
      async () => ({ logType: 'SecurityLog', remoteLocation: 'here' }),
      'remoteLocation',
    ],
    [
      'a signature that is no base64',
      'firmware/update-signed',
      async () => ({ ...(await signedFirmware()), ...notBase64 }),
      'signature',
    ],
    [
      'a certificate that cannot be read',
      'firmware/update-signed',
      async () => ({
        ...(await signedFirmware()),
        signingCertificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      }),
      'signingCertificate',
    ],
    [
      'no certificate at all',
      'firmware/update-signed',
      async () => ({ ...(await signedFirmware()), signingCertificate: 'trust me' }),
      'signingCertificate',
    ],
    [
      'an expired certificate',
      'firmware/update-signed',
      async () => ({
        ...(await signedFirmware()),
        signingCertificate: await signingCertificate({ fromDays: -9, toDays: -1 }),
      }),
      'signingCertificate',
    ],
    [
      'a certificate of the future',
      'firmware/update-signed',
      async () => ({
        ...(await signedFirmware()),
        signingCertificate: await signingCertificate({ fromDays: 1, toDays: 2 }),
      }),
      'signingCertificate',
    ],
  ])('%s', async (_, path, body, field) => {
    const station = await Station.booted(account);
    const answer = await station.order(path, await body());
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(JSON.stringify(answer.body)).toContain(field);
    expect(await listJobs(station)).toEqual([]);
    await station.close();
  });
});

test('a job of another account, of another charger, and one that is not there are 404; so is a file that is not', async () => {
  const station = await Station.booted(account);
  const jobId = await beginJob(station, 'logs', { logType: 'SecurityLog' });
  const stranger = await newAccount(server);
  const other = await register(account, unique('CP'));
  const path = `/chargers/${station.chargeBoxId}/jobs`;
  expect((await stranger.get(path)).status).toBe(404);
  for (const [client, wrong] of [
    [stranger, `${path}/${jobId}`],
    [account, `/chargers/${other.chargeBoxId}/jobs/${jobId}`],
    [account, `${path}/job_${'0'.repeat(32)}`],
  ] as const) {
    expect((await client.get(wrong)).status).toBe(404);
    expect((await client.get(`${wrong}/file`)).status).toBe(404);
  }
  expect((await account.get(`${path}/${jobId}`)).status).toBe(200);
  expect((await account.get(`${path}/${jobId}/file`)).status).toBe(404);
  await station.close('GetLog');
});

test('a job is there from when its command is queued; offline without waiting there is none', async () => {
  const chargeBoxId = unique('CP');
  await register(account, chargeBoxId);
  const path = `/chargers/${chargeBoxId}/firmware/update`;
  const location = 'https://example.com/fw.bin';
  expect((await account.post(path, { location })).status).toBe(503);
  expect(await listJobs({ account, chargeBoxId })).toEqual([]);
  const queued = await account.post(path, { location, deliverWithinSeconds: 1 });
  expect(queued).toMatchObject({
    status: 202,
    body: { status: 'Queued', jobId: expect.stringMatching(/^job_/) },
  });
  expect(await listJobs({ account, chargeBoxId })).toMatchObject([
    { kind: 'firmware', answer: null, stalled: false, location },
  ]);
  await expect
    .poll(() => listJobs({ account, chargeBoxId }), { timeout: 15_000, interval: 100 })
    .toMatchObject([{ state: 'requested', answer: 'expired', result: 'failed', failure: 'notSent' }]);
});

test('no answer in time, then a late one; a lost connection; a CALLERROR: each is shown', async () => {
  const station = await Station.booted(account);
  station.on('GetLog', SILENCE);
  const order = { logType: 'DiagnosticsLog', timeoutSeconds: 1 };
  expect((await station.order('logs', order)).status).toBe(504);
  const [job] = await listJobs(station);
  expect(job).toMatchObject({ answer: 'timedOut', result: null });
  const payload = { status: 'Uploading', requestId: job?.requestId ?? 0 };
  await station.call('LogStatusNotification', payload);
  expect(await readJob(station, job?.jobId ?? '')).toMatchObject({ state: 'Uploading', result: null });

  const lost = station.order('logs', { logType: 'DiagnosticsLog' });
  await expect.poll(() => listJobs(station), SOON).toHaveLength(2);
  await station.drop();
  expect((await lost).status).toBe(503);
  expect((await listJobs(station))[0]).toMatchObject({ answer: 'connectionLost', result: null });

  await station.connect();
  station.on('GetLog', () => {
    throw new Error('no logs here');
  });
  expect(await station.order('logs', order)).toMatchObject({ status: 200, body: { status: 'CallError' } });
  expect((await listJobs(station))[0]).toMatchObject({
    answer: 'CallError',
    result: 'failed',
    failure: 'callError',
  });
});

test('the raw route makes jobs as well, and later requestIds grow beyond the one given by hand', async () => {
  const station = await Station.booted(account);
  const requestId = 1_500_000_000;
  const log = { remoteLocation: 'sftp://example.com/logs', oldestTimestamp: '2025-01-01T00:00:00Z' };
  const raw = { action: 'GetLog', payload: { logType: 'SecurityLog', requestId, log } };
  expect((await station.order('commands', raw)).status).toBe(200);
  const [job] = await listJobs(station);
  expect(job).toMatchObject({ kind: 'log', requestId, location: log.remoteLocation, answer: 'Accepted' });
  await station.call('LogStatusNotification', { status: 'Uploaded', requestId });
  expect(await readJob(station, job?.jobId ?? '')).toMatchObject({ result: 'succeeded' });
  const next = await readJob(station, await beginJob(station, 'logs', { logType: 'SecurityLog' }));
  expect(next.requestId).toBe(requestId + 1);
  await station.close('GetLog', 'GetLog');
});

test('deleting a charger removes its files, and its upload URLs are unknown', async () => {
  const station = await Station.booted(account);
  const jobId = await beginJob(station, 'logs', { logType: 'SecurityLog' });
  const { location } = await readJob(station, jobId);
  expect((await fetch(`${location}a.log`, { method: 'PUT', body: 'a' })).status).toBe(200);
  const path = `/chargers/${station.chargeBoxId}`;
  expect((await account.delete(path)).status).toBe(200);
  expect((await fetch(`${location}b.log`, { method: 'PUT', body: 'b' })).status).toBe(404);
  await register(account, station.chargeBoxId);
  expect(await listJobs(station)).toEqual([]);
  expect((await fetch(`${location}c.log`, { method: 'PUT', body: 'c' })).status).toBe(404);
});

test('a file over the limit is 413 and not stored, with and without its length; the limit is UPLOAD_LIMIT_BYTES', async () => {
  const own = await startServer({ bindings: { UPLOAD_LIMIT_BYTES: '6000000' } });
  try {
    const client = await newAccount(own);
    const station = await Station.booted(client);
    const jobId = await beginJob(station, 'logs', { logType: 'SecurityLog' });
    const { location } = await readJob(station, jobId);
    const stream = (size: number): RequestInit & { duplex: 'half' } => ({
      method: 'PUT',
      body: new Blob([new Uint8Array(size).fill(7)]).stream(),
      duplex: 'half',
    });
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(6_000_001)]), 'form.bin');
    for (const init of [
      { method: 'PUT', body: new Uint8Array(6_000_001) },
      stream(6_000_001),
      stream(20_000_000),
      { method: 'POST', body: form },
    ]) {
      expect((await fetch(`${location}large.bin`, init)).status).toBe(413);
    }
    expect(await readJob(station, jobId)).toMatchObject({ file: null });
    for (const size of [6_000_000, 5 * 1024 * 1024, 0]) {
      expect((await fetch(`${location}${size}.bin`, stream(size))).status).toBe(200);
      expect(await readJob(station, jobId)).toMatchObject({ file: { name: `${size}.bin`, size } });
      const url = `${own.url}/api/v1/chargers/${station.chargeBoxId}/jobs/${jobId}/file`;
      const file = await fetch(url, { headers: { 'X-API-Key': client.apiKey } });
      const bytes = new Uint8Array(await file.arrayBuffer());
      expect(bytes.byteLength).toBe(size);
      expect(bytes.every((byte) => byte === 7)).toBe(true);
    }
    await station.close('GetLog');
  } finally {
    await own.remove();
  }
});

test('a job takes ten files; one of a known name takes the place of the one before', async () => {
  const station = await Station.booted(account);
  const jobId = await beginJob(station, 'diagnostics');
  const { location } = await readJob(station, jobId);
  const put = async (name: string) =>
    (await fetch(`${location}${name}`, { method: 'PUT', body: name })).status;
  for (let index = 0; index < 10; index += 1) expect(await put(`${index}.log`)).toBe(200);
  expect(await put('10.log')).toBe(409);
  expect(await put('0.log')).toBe(200);
  expect(await readJob(station, jobId)).toMatchObject({ file: { name: '0.log' }, files: { length: 10 } });
  await station.close('GetDiagnostics');
});
