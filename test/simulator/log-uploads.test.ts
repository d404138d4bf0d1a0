import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { ChargerOptions } from '../../src/simulator/charger-options.ts';
import { type FileServer, startFileServer } from './file-server.ts';
import { useTestbed } from './testbed.ts';

const ID = 'CP-OFFICE-01';
const FILE_NAME = 'CP-OFFICE-01-diagnostics-20250115T103500Z.txt';
const testbed = useTestbed();
let files: FileServer;
let statusOfUpload: (request: { method: string; path: string }) => number;

beforeEach(async () => {
  statusOfUpload = () => 201;
  files = await startFileServer((request) => ({ status: statusOfUpload(request) }));
});

afterEach(() => files.close());

async function bootedCharger(options: Partial<ChargerOptions> = {}) {
  const { server, clock, createCharger } = testbed();
  const charger = createCharger(options);
  await charger.connect();
  const command = (action: string, request: object) => server.command(ID, action, request);
  return { server, clock, charger, command };
}

describe('GetDiagnostics', () => {
  test('names a file, then hands it in: Uploading, Uploaded (TC_045_1)', async () => {
    const { server, command } = await bootedCharger();
    expect(await command('GetDiagnostics', { location: `${files.url}/in/` })).toEqual({
      fileName: FILE_NAME,
    });
    await server.received('DiagnosticsStatusNotification', 2);
    expect(server.paramsOf('DiagnosticsStatusNotification')).toEqual([
      { status: 'Uploading' },
      { status: 'Uploaded' },
    ]);
    expect(files.requests).toMatchObject([{ method: 'PUT', path: `/in/${FILE_NAME}` }]);
    expect(files.requests[0]?.body.toString()).toMatch(/^CP-OFFICE-01, Capacitor Simulator[^]*Connected/);
  });

  test('a location that refuses a name behind it is taken as the file itself', async () => {
    const { server, command } = await bootedCharger();
    statusOfUpload = ({ path }) => (path === '/signed?key=1' ? 200 : 403);
    await command('GetDiagnostics', { location: `${files.url}/signed?key=1` });
    expect(await server.received('DiagnosticsStatusNotification', 2)).toEqual({ status: 'Uploaded' });
    expect(files.requests.map(({ path }) => path)).toEqual([`/signed/${FILE_NAME}?key=1`, '/signed?key=1']);
  });

  test('by POST it is a form with the file in it, at the location itself', async () => {
    const { server, command } = await bootedCharger({ uploadMethod: 'POST' });
    await command('GetDiagnostics', { location: `${files.url}/form` });
    await server.received('DiagnosticsStatusNotification', 2);
    expect(files.requests).toMatchObject([
      {
        method: 'POST',
        path: '/form',
        headers: { 'content-type': expect.stringContaining('multipart/form-data') },
      },
    ]);
    expect(files.requests[0]?.body.toString()).toContain(`name="file"; filename="${FILE_NAME}"`);
  });

  test('tries as often as retries says, retryInterval apart, then UploadFailed (TC_045_2)', async () => {
    const { server, clock, charger, command } = await bootedCharger();
    statusOfUpload = () => 500;
    const failed = charger.waitFor('upload', ({ status }) => status === 'UploadFailed');
    await command('GetDiagnostics', { location: files.url, retries: 3, retryInterval: 60 });
    await server.received('DiagnosticsStatusNotification');
    let isOver = false;
    void failed.then(() => {
      isOver = true;
    });
    const startMs = clock.now();
    while (!isOver) {
      await new Promise(setImmediate);
      clock.advance(1000);
    }
    expect(await failed).toMatchObject({ detail: 'HTTP 500' });
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(120_000);
    expect(files.requests).toHaveLength(3);
    expect(await server.received('DiagnosticsStatusNotification', 2)).toEqual({ status: 'UploadFailed' });
  });

  test('nothing noted in the time asked for: no fileName, and nothing follows', async () => {
    const { server, charger, command } = await bootedCharger();
    const window = { startTime: '2024-01-01T00:00:00Z', stopTime: '2024-01-02T00:00:00Z' };
    expect(await command('GetDiagnostics', { location: files.url, ...window })).toEqual({});
    await charger.whenIdle();
    expect(server.paramsOf('DiagnosticsStatusNotification')).toEqual([]);
  });

  test('a redirect to another host is not followed', async () => {
    const elsewhere = await startFileServer(() => ({ status: 201 }));
    await files.close();
    files = await startFileServer(() => ({ status: 307, headers: { location: elsewhere.url } }));
    const { server, command } = await bootedCharger();
    await command('GetDiagnostics', { location: files.url, retries: 1 });
    expect(await server.received('DiagnosticsStatusNotification', 2)).toEqual({ status: 'UploadFailed' });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  test('triggered meanwhile it says Uploading, and Idle afterwards (OCPP 1.6 5.17)', async () => {
    let finish = (_status: number) => {};
    await files.close();
    files = await startFileServer(async () => ({
      status: await new Promise<number>((resolve) => {
        finish = resolve;
      }),
    }));
    const { server, charger, command } = await bootedCharger();
    const trigger = { requestedMessage: 'DiagnosticsStatusNotification' };
    const uploaded = charger.waitFor('upload', ({ status }) => status === 'Uploaded');
    await command('GetDiagnostics', { location: files.url });
    await command('TriggerMessage', trigger);
    expect(await server.received('DiagnosticsStatusNotification', 2)).toEqual({ status: 'Uploading' });
    finish(201);
    await uploaded;
    await command('TriggerMessage', trigger);
    expect(await server.received('DiagnosticsStatusNotification', 4)).toEqual({ status: 'Idle' });
  });
});

describe('GetLog', () => {
  const getLog = (requestId: number, location: string, more: object = {}) => ({
    logType: 'SecurityLog',
    requestId,
    log: { remoteLocation: location },
    ...more,
  });

  test('hands in the log of its security events, with the requestId in each status (TC_079)', async () => {
    const { server, charger, command } = await bootedCharger();
    charger.reboot('Reboot');
    await charger.waitFor('ready');
    expect(await command('GetLog', getLog(7, files.url))).toEqual({
      status: 'Accepted',
      filename: FILE_NAME.replace('diagnostics', 'security'),
    });
    await server.received('LogStatusNotification', 2);
    expect(server.paramsOf('LogStatusNotification')).toEqual([
      { status: 'Uploading', requestId: 7 },
      { status: 'Uploaded', requestId: 7 },
    ]);
    expect(files.requests[0]?.body.toString()).toMatch(/StartupOfTheDevice\n.*ResetOrReboot: Reboot\n$/);
  });

  test('DiagnosticsLog is the diagnostics; without any in its window it is Rejected', async () => {
    const { server, command } = await bootedCharger();
    const request = getLog(1, files.url, { logType: 'DiagnosticsLog' });
    expect(await command('GetLog', request)).toMatchObject({ status: 'Accepted', filename: FILE_NAME });
    await server.received('LogStatusNotification', 2);
    const log = { remoteLocation: files.url, latestTimestamp: '2024-01-01T00:00:00Z' };
    expect(await command('GetLog', { ...request, log })).toEqual({ status: 'Rejected' });
  });

  test('a second request cancels the first, which says no more (#311)', async () => {
    await files.close();
    files = await startFileServer(({ path }) =>
      path.startsWith('/slow') ? new Promise(() => {}) : { status: 201 },
    );
    const { server, command } = await bootedCharger();
    await command('GetLog', getLog(1, `${files.url}/slow`));
    await server.received('LogStatusNotification');
    expect(await command('GetLog', getLog(2, files.url))).toMatchObject({ status: 'AcceptedCanceled' });
    await server.received('LogStatusNotification', 3);
    expect(server.paramsOf('LogStatusNotification').slice(1)).toEqual([
      { status: 'Uploading', requestId: 2 },
      { status: 'Uploaded', requestId: 2 },
    ]);
  });

  test.each([
    [401, 'PermissionDenied'],
    [500, 'UploadFailure'],
  ])('an upload refused with %i ends as %s', async (httpStatus, status) => {
    const { server, command } = await bootedCharger();
    statusOfUpload = () => httpStatus;
    await command('GetLog', getLog(1, files.url, { retries: 1 }));
    expect(await server.received('LogStatusNotification', 2)).toEqual({ status, requestId: 1 });
  });

  test('FTP is no way that it knows (SupportedFileTransferProtocols)', async () => {
    const { server, command } = await bootedCharger();
    await command('GetLog', getLog(1, 'ftp://files.example/in', { retries: 1 }));
    expect(await server.received('LogStatusNotification', 2)).toMatchObject({
      status: 'NotSupportedOperation',
    });
  });

  test('triggered while idle it says so, without a requestId (#313)', async () => {
    const { server, command } = await bootedCharger();
    const requestedMessage = 'LogStatusNotification';
    expect(await command('ExtendedTriggerMessage', { requestedMessage })).toEqual({ status: 'Accepted' });
    expect(await server.received('LogStatusNotification')).toEqual({ status: 'Idle' });
  });
});
