import { sign } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { ChargerOptions } from '../../src/simulator/charger-options.ts';
import { certify } from './certificate-authority.ts';
import { type FileServer, startFileServer } from './file-server.ts';
import { useTestbed } from './testbed.ts';

const ID = 'CP-OFFICE-01';
const NOW = '2025-01-15T10:35:00Z';
const FIRMWARE = Buffer.from('a new firmware');
const BOOT = { chargePointVendor: 'Capacitor', chargePointModel: 'Simulator', firmwareVersion: '1.0.0' };
const testbed = useTestbed();
let files: FileServer;
let statusOfDownload: () => number;

beforeEach(async () => {
  statusOfDownload = () => 200;
  files = await startFileServer(() => ({ status: statusOfDownload(), body: FIRMWARE }));
});

afterEach(() => files.close());

async function bootedCharger(options: Partial<ChargerOptions> = {}) {
  const { server, clock, createCharger } = testbed();
  const charger = createCharger({ installMs: 0, boot: BOOT, ...options });
  await charger.connect();
  const command = (action: string, request: object) => server.command(ID, action, request);
  /** Whatever it told since it had booted, a word for each call. */
  const told = () =>
    server.calls.slice(1 + 1 + charger.connectors.length).map(({ action, params }) => {
      const { status, connectorId, type } = { status: '', connectorId: '', type: '', ...Object(params) };
      return [action.replace('Notification', ''), connectorId, status, type].filter(String).join(' ');
    });
  return { server, clock, charger, command, told };
}

describe('UpdateFirmware', () => {
  const update = (more: object = {}) => ({
    location: `${files.url}/cp-2.4.1.bin`,
    retrieveDate: NOW,
    ...more,
  });

  test('fetches, takes the connectors out of use, installs, boots with the new version, is Installed (TC_044_1)', async () => {
    const { server, charger, command, told } = await bootedCharger();
    expect(await command('UpdateFirmware', update())).toEqual({});
    await charger.waitFor('firmware', ({ status }) => status === 'Installed');
    await charger.whenIdle();
    expect(told()).toEqual([
      'FirmwareStatus Downloading',
      'FirmwareStatus Downloaded',
      'Status 1 Unavailable',
      'FirmwareStatus Installing',
      'Boot',
      'Status 0 Available',
      'Status 1 Available',
      'FirmwareStatus Installed',
    ]);
    expect(files.requests).toMatchObject([{ method: 'GET', path: '/cp-2.4.1.bin' }]);
    expect(server.paramsOf('BootNotification')).toMatchObject([
      { firmwareVersion: '1.0.0' },
      { firmwareVersion: '2.4.1' },
    ]);
  });

  test('waits for retrieveDate', async () => {
    const { server, clock, charger, command } = await bootedCharger();
    await command('UpdateFirmware', update({ retrieveDate: '2025-01-15T11:35:00Z' }));
    await charger.whenIdle();
    clock.advance(3_599_000);
    expect(files.requests).toEqual([]);
    clock.advance(1000);
    await server.received('FirmwareStatusNotification', 4);
  });

  test('tries again as it is told, then DownloadFailed, and nothing has changed (TC_044_2)', async () => {
    const { server, charger, command } = await bootedCharger();
    statusOfDownload = () => 503;
    await command('UpdateFirmware', update({ retries: 2, retryInterval: 0 }));
    await server.received('FirmwareStatusNotification', 2);
    expect(server.paramsOf('FirmwareStatusNotification')).toEqual([
      { status: 'Downloading' },
      { status: 'DownloadFailed' },
    ]);
    expect(files.requests).toHaveLength(2);
    expect(charger.connector(1)?.status).toBe('Available');
  });

  test('an installation that fails boots with the old version and says so (TC_044_3)', async () => {
    const { server, charger, command, told } = await bootedCharger();
    charger.maintenance.firmware.failNextInstall(true);
    await command('UpdateFirmware', update());
    await charger.waitFor('firmware', ({ status }) => status === 'InstallationFailed');
    await charger.whenIdle();
    expect(told().slice(3)).toEqual([
      'FirmwareStatus Installing',
      'Boot',
      'Status 0 Available',
      'Status 1 Available',
      'FirmwareStatus InstallationFailed',
    ]);
    expect(server.paramsOf('BootNotification')).toMatchObject([{}, { firmwareVersion: '1.0.0' }]);
    await command('UpdateFirmware', update());
    await charger.waitFor('firmware', ({ status }) => status === 'Installed');
  });

  test('lets a transaction end first; meanwhile nobody else begins one (OCPP 1.6 5.19)', async () => {
    const { server, charger, command } = await bootedCharger({ connectorCount: 2 });
    charger.plugIn(1);
    await charger.tap(1, 'TAG');
    await server.told(1, 'Charging');
    await command('UpdateFirmware', update());
    await server.told(2, 'Unavailable');
    expect(charger.connector(1)?.status).toBe('Charging');
    expect(await command('RemoteStartTransaction', { connectorId: 2, idTag: 'TAG' })).toEqual({
      status: 'Rejected',
    });
    expect(server.paramsOf('FirmwareStatusNotification')).toHaveLength(2);
    charger.stop(1);
    await charger.waitFor('firmware', ({ status }) => status === 'Installed');
    await charger.whenIdle();
    expect(server.actions().indexOf('StopTransaction')).toBeLessThan(
      server.actions().lastIndexOf('BootNotification'),
    );
    expect(charger.connector(2)?.status).toBe('Available');
  });

  test('goes on while the socket is gone, and tells it all on the next one (#305)', async () => {
    const { server, charger, command } = await bootedCharger();
    await command('UpdateFirmware', update({ retries: 1000, retryInterval: 0 }));
    statusOfDownload = () => 503;
    await server.received('FirmwareStatusNotification');
    server.dropSocket(ID);
    await charger.waitFor('disconnected');
    statusOfDownload = () => 200;
    await server.received('FirmwareStatusNotification', 4);
    expect(server.paramsOf('FirmwareStatusNotification')).toMatchObject(
      ['Downloading', 'Downloaded', 'Installing', 'Installed'].map((status) => ({ status })),
    );
  });

  test('triggered it says how far it is; Idle when nothing goes on (OCPP 1.6 5.17)', async () => {
    const { server, charger, command } = await bootedCharger();
    charger.plugIn(1);
    await charger.tap(1, 'TAG');
    await command('UpdateFirmware', update());
    await server.received('FirmwareStatusNotification', 2);
    await command('TriggerMessage', { requestedMessage: 'FirmwareStatusNotification' });
    expect(await server.received('FirmwareStatusNotification', 3)).toEqual({ status: 'Downloaded' });
  });
});

describe('SignedUpdateFirmware', () => {
  const signer = certify({ name: 'Firmware' });
  const signed = (requestId: number, more: object = {}) => ({
    requestId,
    firmware: {
      location: `${files.url}/cp-3.0.0.bin`,
      retrieveDateTime: NOW,
      signingCertificate: signer.pem,
      signature: sign('sha256', FIRMWARE, signer.keys.privateKey).toString('base64'),
      ...more,
    },
  });

  test('checks the signature, installs and reports it, each status with its requestId (TC_080)', async () => {
    const { server, charger, command, told } = await bootedCharger();
    expect(await command('SignedUpdateFirmware', signed(5))).toEqual({ status: 'Accepted' });
    await charger.waitFor('firmware', ({ status }) => status === 'Installed');
    await charger.whenIdle();
    expect(told()).toEqual([
      'SignedFirmwareStatus Downloading',
      'SignedFirmwareStatus Downloaded',
      'SignedFirmwareStatus SignatureVerified',
      'Status 1 Unavailable',
      'SignedFirmwareStatus Installing',
      'SignedFirmwareStatus InstallRebooting',
      'Boot',
      'Status 0 Available',
      'Status 1 Available',
      'SecurityEvent FirmwareUpdated',
      'SignedFirmwareStatus Installed',
    ]);
    for (const params of server.paramsOf('SignedFirmwareStatusNotification')) {
      expect(params).toMatchObject({ requestId: 5 });
    }
    expect(await server.received('BootNotification', 2)).toMatchObject({ firmwareVersion: '3.0.0' });
  });

  test('firmware that is not what was signed is InvalidSignature, with a security event (TC_081)', async () => {
    const { server, command } = await bootedCharger();
    const signature = sign('sha256', Buffer.from('another'), signer.keys.privateKey).toString('base64');
    expect(await command('SignedUpdateFirmware', signed(6, { signature }))).toEqual({ status: 'Accepted' });
    expect(await server.received('SecurityEventNotification')).toMatchObject({
      type: 'InvalidFirmwareSignature',
    });
    expect(await server.received('SignedFirmwareStatusNotification', 3)).toEqual({
      status: 'InvalidSignature',
      requestId: 6,
    });
  });

  test('a certificate that is none, or of a foreign manufacturer, is refused at once', async () => {
    const { server, command } = await bootedCharger();
    const invalid = { status: 'InvalidCertificate' };
    expect(await command('SignedUpdateFirmware', signed(1, { signingCertificate: 'PEM' }))).toEqual(invalid);
    expect(await server.received('SecurityEventNotification')).toMatchObject({
      type: 'InvalidFirmwareSigningCertificate',
    });
    await command('InstallCertificate', {
      certificateType: 'ManufacturerRootCertificate',
      certificate: certify({ name: 'Manufacturer' }).pem,
    });
    expect(await command('SignedUpdateFirmware', signed(2))).toEqual(invalid);
    expect(files.requests).toEqual([]);
  });

  test('waits for both its times, and says so: DownloadScheduled, InstallScheduled (#307)', async () => {
    const { server, clock, charger, command } = await bootedCharger();
    const times = { retrieveDateTime: '2025-01-15T11:00:00Z', installDateTime: '2025-01-15T12:00:00Z' };
    await command('SignedUpdateFirmware', signed(8, times));
    expect(await server.received('SignedFirmwareStatusNotification')).toMatchObject({
      status: 'DownloadScheduled',
    });
    clock.advance(25 * 60_000);
    expect(await server.received('SignedFirmwareStatusNotification', 5)).toMatchObject({
      status: 'InstallScheduled',
    });
    expect(charger.connector(1)?.status).toBe('Available');
    clock.advance(60 * 60_000);
    await charger.waitFor('firmware', ({ status }) => status === 'Installed');
  });

  test('a second request cancels one that waits, and is Rejected while one installs', async () => {
    const { server, clock, charger, command } = await bootedCharger({ installMs: 60_000 });
    await command('SignedUpdateFirmware', signed(1, { retrieveDateTime: '2025-01-16T00:00:00Z' }));
    await server.received('SignedFirmwareStatusNotification');
    expect(await command('SignedUpdateFirmware', signed(2))).toEqual({ status: 'AcceptedCanceled' });
    await server.received('SignedFirmwareStatusNotification', 5);
    expect(await command('SignedUpdateFirmware', signed(3))).toEqual({ status: 'Rejected' });
    clock.advance(60_000);
    await charger.waitFor('firmware', ({ status }) => status === 'Installed');
    await charger.whenIdle();
    clock.advance(86_400_000);
    expect(files.requests).toHaveLength(1);
    for (const params of server.paramsOf('SignedFirmwareStatusNotification').slice(1)) {
      expect(params).toMatchObject({ requestId: 2 });
    }
  });

  test('ExtendedTriggerMessage asks for its signed status, with the requestId while it goes on (F06)', async () => {
    const { server, command } = await bootedCharger();
    const requestedMessage = 'FirmwareStatusNotification';
    await command('ExtendedTriggerMessage', { requestedMessage });
    expect(await server.received('SignedFirmwareStatusNotification')).toEqual({ status: 'Idle' });
    await command('SignedUpdateFirmware', signed(9, { retrieveDateTime: '2025-01-16T00:00:00Z' }));
    await server.received('SignedFirmwareStatusNotification', 2);
    await command('ExtendedTriggerMessage', { requestedMessage });
    expect(await server.received('SignedFirmwareStatusNotification', 3)).toEqual({
      status: 'DownloadScheduled',
      requestId: 9,
    });
  });
});
