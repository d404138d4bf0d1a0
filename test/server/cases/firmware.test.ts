import { expect, test } from 'vitest';
import { boot } from '../../support/charger-messages.ts';
import { readCharger, SOON } from '../../support/charger-view.ts';
import { beginJob, listJobs, readJob } from '../../support/jobs.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { signedFirmware } from '../../support/signing-certificate.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());
const LOCATION = 'ftp://files:secret@example.com/firmware/2.0.bin';

/** A charger that takes orders by the letter, with a firmware job under way. */
async function updating(fields: Record<string, unknown> = {}) {
  const station = await Station.booted(account, fields);
  station.on('UpdateFirmware', () => ({}));
  const jobId = await beginJob(station, 'firmware/update', { location: LOCATION });
  return { station, jobId, job: () => readJob(station, jobId) };
}

async function updatingSigned() {
  const station = await Station.booted(account);
  const jobId = await beginJob(station, 'firmware/update-signed', await signedFirmware());
  const { requestId } = await readJob(station, jobId);
  return { station, jobId, requestId: requestId ?? 0, job: () => readJob(station, jobId) };
}

async function say(station: Station, ...words: string[]): Promise<void> {
  for (const status of words)
    expect(await station.call('FirmwareStatusNotification', { status })).toEqual({});
}

async function saySigned(station: Station, requestId: number, ...words: string[]): Promise<void> {
  for (const status of words)
    expect(await station.call('SignedFirmwareStatusNotification', { status, requestId })).toEqual({});
}

const wordsOf = ({ history }: { history: { status: string }[] }) => history.map(({ status }) => status);

test('#41 TC_044_1_CSMS update firmware: the job walks through its states to Installed, and names the new version', async () => {
  const { station, job } = await updating();
  expect(await job()).toMatchObject({
    kind: 'firmware',
    state: 'requested',
    answer: 'Accepted',
    result: null,
    stalled: false,
    location: LOCATION,
    requestId: null,
  });
  await say(station, 'Downloading', 'Downloaded');
  expect(await job()).toMatchObject({ state: 'Downloaded', result: null });
  await station.status(0, 'Unavailable');
  await station.status(1, 'Unavailable');
  await say(station, 'Installing');
  const booted = await station.call('BootNotification', { ...boot(), firmwareVersion: 'fw-2.0' });
  expect(booted['status']).toBe('Accepted');
  await station.status(1, 'Available');
  await say(station, 'Installed');
  const done = await job();
  expect(done).toMatchObject({
    state: 'Installed',
    result: 'succeeded',
    failure: null,
    firmwareVersionAfter: 'fw-2.0',
    endedAt: expect.any(String),
  });
  expect(wordsOf(done)).toEqual(['Downloading', 'Downloaded', 'Installing', 'Installed']);
  await station.close('UpdateFirmware');
  expect(station.received[0]?.payload).toEqual({
    location: LOCATION,
    retrieveDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  });
});

test('#42 TC_044_2_CSMS download failed: the job failed at the download', async () => {
  const { station, job } = await updating();
  await say(station, 'Downloading', 'DownloadFailed');
  expect(await job()).toMatchObject({ state: 'DownloadFailed', result: 'failed', failure: 'download' });
  await station.close('UpdateFirmware');
});

test('#43 TC_044_3_CSMS installation failed: the job failed at the installation', async () => {
  const { station, job } = await updating();
  await say(station, 'Downloading', 'Downloaded', 'Installing');
  await station.call('BootNotification', boot());
  await station.status(1, 'Available');
  await say(station, 'InstallationFailed');
  expect(await job()).toMatchObject({ state: 'InstallationFailed', result: 'failed', failure: 'install' });
  await station.close('UpdateFirmware');
});

test('#71 TC_080_CSMS secure firmware update: sent with certificate and signature; Boot, event, status and Installed in any order', async () => {
  const { station, requestId, jobId, job } = await updatingSigned();
  expect(requestId).toBeGreaterThan(0);
  await saySigned(station, requestId, 'Downloading', 'Downloaded', 'SignatureVerified');
  await station.status(1, 'Unavailable');
  await saySigned(station, requestId, 'Installing', 'InstallRebooting', 'Installed');
  await station.call('BootNotification', { ...boot(), firmwareVersion: 'fw-signed' });
  const event = { type: 'FirmwareUpdated', timestamp: new Date().toISOString() };
  expect(await station.call('SecurityEventNotification', event)).toEqual({});
  await station.status(1, 'Available');
  expect(await job()).toMatchObject({
    kind: 'signedFirmware',
    jobId,
    state: 'Installed',
    result: 'succeeded',
    firmwareVersionAfter: 'fw-signed',
  });
  await station.close('SignedUpdateFirmware');
  expect(station.received[0]?.payload).toMatchObject({
    requestId,
    firmware: {
      location: 'https://example.com/firmware/2.0.bin',
      retrieveDateTime: expect.any(String),
      signingCertificate: expect.stringContaining('BEGIN CERTIFICATE'),
      signature: 'MEUCIQDxkLm2',
    },
  });
});

test('#72 TC_081_CSMS invalid firmware signature: the job failed at the signature', async () => {
  const { station, requestId, job } = await updatingSigned();
  await saySigned(station, requestId, 'Downloading', 'Downloaded', 'InvalidSignature');
  expect(await job()).toMatchObject({ state: 'InvalidSignature', result: 'failed', failure: 'signature' });
  await station.close('SignedUpdateFirmware');
});

test.each(['Rejected', 'InvalidCertificate', 'RevokedCertificate'])(
  'a signed update that is answered %s has failed at once',
  async (word) => {
    const station = await Station.booted(account);
    station.on('SignedUpdateFirmware', () => ({ status: word }));
    const jobId = await beginJob(station, 'firmware/update-signed', await signedFirmware());
    expect(await readJob(station, jobId)).toMatchObject({
      state: word,
      answer: word,
      result: 'failed',
      failure: 'refused',
    });
    await station.close('SignedUpdateFirmware');
  },
);

test('a second signed update that is AcceptedCanceled cancels the first; requestIds grow', async () => {
  const { station, requestId, job } = await updatingSigned();
  await saySigned(station, requestId, 'Downloading');
  station.on('SignedUpdateFirmware', () => ({ status: 'AcceptedCanceled' }));
  const second = await readJob(
    station,
    await beginJob(station, 'firmware/update-signed', await signedFirmware()),
  );
  expect(second).toMatchObject({ answer: 'AcceptedCanceled', result: null });
  expect(second.requestId).toBeGreaterThan(requestId);
  expect(await job()).toMatchObject({ state: 'Downloading', result: 'cancelled' });
  await saySigned(station, second.requestId ?? 0, 'Installed');
  expect((await listJobs(station)).map(({ result }) => result)).toEqual(['succeeded', 'cancelled']);
  await station.close('SignedUpdateFirmware', 'SignedUpdateFirmware');
});

test('#301 X-F02 repeated, skipped and reversed states are answered, and the end is right', async () => {
  const { station, job } = await updating();
  await say(station, 'Downloaded', 'Downloading', 'Downloading', 'Installing', 'Installing', 'Downloaded');
  expect(await job()).toMatchObject({ state: 'Downloaded', result: null });
  await say(station, 'Installed', 'Installing', 'Installed');
  expect(await job()).toMatchObject({ state: 'Installed', result: 'succeeded', failure: null });
  await station.close('UpdateFirmware');
});

test('#302 X-F03 Idle after Installed keeps Installed', async () => {
  const { station, job } = await updating();
  await say(station, 'Downloading', 'Installed', 'Idle');
  const done = await job();
  expect(done).toMatchObject({ state: 'Installed', result: 'succeeded' });
  expect(wordsOf(done)).toEqual(['Downloading', 'Installed']);
  await station.close('UpdateFirmware');
});

test('#304 X-F05 no word for the limit: stalled, still running; a trigger is possible and a word ends the silence', async () => {
  const { station, job } = await updating();
  const limit = (jobStallSeconds: number) =>
    account.patch(`/chargers/${station.chargeBoxId}`, { settings: { jobStallSeconds } });
  await say(station, 'Downloading');
  const before = await job();
  expect(before).toMatchObject({ stalled: false });
  await limit(1);
  await expect.poll(async () => (await job()).stalled, SOON).toBe(true);
  expect(await job()).toMatchObject({ state: 'Downloading', result: null });
  const triggered = await station.order('trigger', { requestedMessage: 'FirmwareStatusNotification' });
  expect(triggered).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  await say(station, 'Downloading');
  await limit(3600);
  const after = await job();
  expect(after).toMatchObject({ state: 'Downloading', result: null, stalled: false });
  expect(after.updatedAt > before.updatedAt).toBe(true);
  await station.close('UpdateFirmware', 'TriggerMessage');
});

test('#305 X-F06 offline during the download: the job goes on when the charger is back', async () => {
  const { station, job } = await updating();
  await say(station, 'Downloading');
  await station.drop();
  expect(await job()).toMatchObject({ state: 'Downloading', result: null });
  await station.connect();
  await say(station, 'Downloaded', 'Installing', 'Installed');
  expect(await job()).toMatchObject({ state: 'Installed', result: 'succeeded' });
  await station.close('UpdateFirmware');
});

test('#307 X-F08 scheduled and paused are on the way, InstallVerificationFailed is an end', async () => {
  const { station, requestId, job } = await updatingSigned();
  for (const word of ['DownloadScheduled', 'DownloadPaused', 'InstallScheduled']) {
    await saySigned(station, requestId, word);
    expect(await job()).toMatchObject({ state: word, result: null });
  }
  await saySigned(station, requestId, 'InstallVerificationFailed');
  expect(await job()).toMatchObject({
    state: 'InstallVerificationFailed',
    result: 'failed',
    failure: 'verification',
  });
  await station.close('SignedUpdateFirmware');
});

test('#308 X-F09 a status with an unknown requestId is answered and changes no job', async () => {
  const { station, requestId, job } = await updatingSigned();
  const before = await job();
  await saySigned(station, requestId + 1000, 'Downloading', 'Installed');
  expect(await station.call('LogStatusNotification', { status: 'Uploaded', requestId })).toEqual({});
  expect(await job()).toEqual(before);
  await station.close('SignedUpdateFirmware');
});

test('a status that nobody asked for is answered, and makes no job', async () => {
  const station = await Station.booted(account);
  await say(station, 'Idle', 'Downloading');
  expect(await listJobs(station)).toEqual([]);
  expect(await readCharger(account, station.chargeBoxId)).toMatchObject({ isOnline: true });
  await station.close();
});
