import { createPublicKey } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import type { ChargerOptions } from '../../src/simulator/charger-options.ts';
import { messages } from '../../src/ocpp/v16/messages/index.ts';
import { readDer } from '../../src/simulator/security/der.ts';
import { type Certified, certify, ecKeys } from './certificate-authority.ts';
import { useTestbed } from './testbed.ts';

const ID = 'CP-OFFICE-01';
const KEY = '000102030405060708090a0b0c0d0e0f10111213';
const CS_ROOT = 'CentralSystemRootCertificate';
const ACCEPTED = { status: 'Accepted' };
const REJECTED = { status: 'Rejected' };
const testbed = useTestbed();

async function bootedCharger(options: Partial<ChargerOptions> = {}) {
  const { server, createCharger } = testbed();
  const charger = createCharger(options);
  await charger.connect();
  const command = (action: string, request: object) => server.command(ID, action, request);
  const change = (key: string, value: string) => command('ChangeConfiguration', { key, value });
  const installRoot = (certificate: string) =>
    command('InstallCertificate', { certificateType: CS_ROOT, certificate });
  return { server, charger, command, change, installRoot };
}

/** The certificate that an authority gives for a signing request, for the very key in it. */
function certifyRequest(params: unknown, issuer: Certified): string {
  const { csr } = messages.SignCertificate.request.parse(params);
  const der = Buffer.from(csr.replaceAll(/-----.*-----/g, ''), 'base64');
  const [information] = readDer(readDer(der)[0]?.content ?? Buffer.of());
  const [, , spki] = readDer(information?.content ?? Buffer.of());
  const key = createPublicKey({ key: Buffer.from(spki?.bytes ?? []), type: 'spki', format: 'der' });
  return certify({ name: ID, issuer, keys: { ...ecKeys(), publicKey: key } }).pem;
}

describe('AuthorizationKey', () => {
  test('is used at once, on a new connection without a boot, and is never given away (TC_073)', async () => {
    const { server, charger, change, command } = await bootedCharger({ password: 'the first password' });
    const again = charger.waitFor('connected');
    expect(await change('AuthorizationKey', KEY)).toEqual(ACCEPTED);
    await again;
    expect(server.passwords.get(ID)).toEqual(Buffer.from(KEY, 'hex'));
    expect(server.paramsOf('BootNotification')).toHaveLength(1);
    expect(await command('GetConfiguration', { key: ['AuthorizationKey'] })).toEqual({
      configurationKey: [{ key: 'AuthorizationKey', readonly: false }],
    });
  });

  test.each(['00', KEY.slice(1), `${KEY}00`, 'z'.repeat(32)])('%s is no key', async (value) => {
    const { server, charger, change } = await bootedCharger();
    expect(await change('AuthorizationKey', value)).toEqual(REJECTED);
    await charger.whenIdle();
    expect(server.dials).toHaveLength(1);
  });

  test('does not show in what is told of the charger', async () => {
    const { charger, change } = await bootedCharger();
    const heard: string[] = [];
    charger.on('event', (event) => heard.push(JSON.stringify(event)));
    await change('AuthorizationKey', KEY);
    expect(heard.join()).toContain('ChangeConfiguration');
    expect(heard.join()).not.toContain(KEY);
  });
});

describe('SecurityProfile', () => {
  test('goes up with a key, is in force after the reset, and never goes down (TC_083)', async () => {
    const { server, charger, change, command } = await bootedCharger();
    expect(await change('SecurityProfile', '1')).toEqual(REJECTED);
    const again = charger.waitFor('connected');
    await change('AuthorizationKey', KEY);
    await again;
    expect(await change('SecurityProfile', '1')).toEqual(ACCEPTED);
    await command('Reset', { type: 'Hard' });
    await server.received('BootNotification', 2);
    expect(server.passwords.get(ID)).toEqual(Buffer.from(KEY, 'hex'));
    expect(await server.received('SecurityEventNotification')).toMatchObject({ type: 'ResetOrReboot' });
    expect(await change('SecurityProfile', '0')).toEqual(REJECTED);
    expect(await command('GetConfiguration', { key: ['SecurityProfile'] })).toEqual({
      configurationKey: [{ key: 'SecurityProfile', readonly: false, value: '1' }],
    });
  });

  test('2 needs a root of the Central System, 3 a certificate, and at 3 there is no password', async () => {
    const { server, charger, change, command, installRoot } = await bootedCharger({
      password: 'the first password',
      configuration: { SecurityProfile: '1' },
    });
    const root = certify({ name: 'Root' });
    expect(await change('SecurityProfile', '2')).toEqual(REJECTED);
    await installRoot(root.pem);
    expect(await change('SecurityProfile', '2')).toEqual(ACCEPTED);
    expect(await change('SecurityProfile', '3')).toEqual(REJECTED);
    server.setAnswers({ SignCertificate: () => ({ status: 'Accepted' }) });
    await command('ExtendedTriggerMessage', { requestedMessage: 'SignChargePointCertificate' });
    const certificateChain = certifyRequest(await server.received('SignCertificate'), root);
    const again = charger.waitFor('connected');
    await command('CertificateSigned', { certificateChain });
    await again;
    expect(server.passwords.get(ID)).toBeDefined();
    expect(await change('SecurityProfile', '3')).toEqual(ACCEPTED);
    await command('Reset', { type: 'Soft' });
    await server.received('BootNotification', 2);
    expect(server.passwords.get(ID)).toBeUndefined();
  });
});

describe('root certificates', () => {
  test('installed, named, deleted, and then no more there (TC_075, TC_076)', async () => {
    const { command, installRoot } = await bootedCharger({ hashAlgorithm: 'SHA384' });
    const ids = () => command('GetInstalledCertificateIds', { certificateType: CS_ROOT });
    expect(await ids()).toEqual({ status: 'NotFound' });
    expect(await installRoot(certify({ name: 'Root' }).pem)).toEqual(ACCEPTED);
    const answer = messages.GetInstalledCertificateIds.confirmation.parse(await ids());
    expect(answer).toMatchObject({
      status: 'Accepted',
      certificateHashData: [
        { hashAlgorithm: 'SHA384', issuerNameHash: expect.stringMatching(/^[\dA-F]{96}$/) },
      ],
    });
    const certificateType = 'ManufacturerRootCertificate';
    expect(await command('GetInstalledCertificateIds', { certificateType })).toEqual({ status: 'NotFound' });
    const [certificateHashData] = answer.certificateHashData ?? [];
    expect(await command('DeleteCertificate', { certificateHashData })).toEqual(ACCEPTED);
    expect(await command('DeleteCertificate', { certificateHashData })).toEqual({ status: 'NotFound' });
    expect(await ids()).toEqual({ status: 'NotFound' });
  });

  test('what is no root is Rejected, and reported (TC_078)', async () => {
    const { server, installRoot } = await bootedCharger();
    expect(await installRoot('-----BEGIN CERTIFICATE-----')).toEqual(REJECTED);
    expect(await server.received('SecurityEventNotification')).toEqual({
      type: 'InvalidCentralSystemCertificate',
      timestamp: '2025-01-15T10:35:00.000Z',
      techInfo: 'not a certificate',
    });
  });

  test('the one that its connection stands on stays: Failed (M04)', async () => {
    const { command, installRoot } = await bootedCharger({ configuration: { SecurityProfile: '2' } });
    await installRoot(certify({ name: 'Root' }).pem);
    const answer = await command('GetInstalledCertificateIds', { certificateType: CS_ROOT });
    const [certificateHashData] =
      messages.GetInstalledCertificateIds.confirmation.parse(answer).certificateHashData ?? [];
    expect(await command('DeleteCertificate', { certificateHashData })).toEqual({ status: 'Failed' });
  });
});

describe('the own certificate', () => {
  const requested = { requestedMessage: 'SignChargePointCertificate' };
  const root = certify({ name: 'Root' });

  async function askingCharger() {
    const { server, charger, command, change } = await bootedCharger();
    server.setAnswers({ SignCertificate: () => ({ status: 'Accepted' }) });
    return { server, charger, command, change };
  }

  test('asked for on demand, with CpoName and serial number, taken, and used from a new connection on (TC_074)', async () => {
    const { server, charger, command, change } = await askingCharger();
    await change('CpoName', 'Example CPO');
    expect(await command('ExtendedTriggerMessage', requested)).toEqual(ACCEPTED);
    const request = await server.received('SignCertificate');
    const { csr } = messages.SignCertificate.request.parse(request);
    const text = Buffer.from(csr.replaceAll(/-----.*-----/g, ''), 'base64').toString('latin1');
    expect(text).toContain('Example CPO');
    expect(text).toContain(ID);
    const again = charger.waitFor('connected');
    const certificateChain = `${certifyRequest(request, root)}${root.pem}`;
    expect(await command('CertificateSigned', { certificateChain })).toEqual(ACCEPTED);
    await again;
    expect(charger.maintenance.ownCertificate.current?.subject).toBe(`CN=${ID}`);
    expect(server.paramsOf('BootNotification')).toHaveLength(1);
  });

  test('one for another key is Rejected, and reported (TC_077)', async () => {
    const { server, charger, command } = await askingCharger();
    await command('ExtendedTriggerMessage', requested);
    await server.received('SignCertificate');
    const certificateChain = certify({ name: ID, issuer: root }).pem;
    expect(await command('CertificateSigned', { certificateChain })).toEqual(REJECTED);
    expect(await server.received('SecurityEventNotification')).toMatchObject({
      type: 'InvalidChargePointCertificate',
      techInfo: 'of another key',
    });
    expect(charger.maintenance.ownCertificate.current).toBeNull();
    expect(server.dials).toHaveLength(1);
  });

  test('one that nobody asked for, or of a chain that is none, is Rejected', async () => {
    const { server, command } = await askingCharger();
    const certificateChain = certify({ name: ID, issuer: root }).pem;
    expect(await command('CertificateSigned', { certificateChain })).toEqual(REJECTED);
    await command('ExtendedTriggerMessage', requested);
    const leaf = certifyRequest(await server.received('SignCertificate'), root);
    const broken = `${leaf}${certify({ name: 'Other' }).pem}`;
    expect(await command('CertificateSigned', { certificateChain: broken })).toEqual(REJECTED);
    await server.received('SecurityEventNotification', 2);
    expect(server.paramsOf('SecurityEventNotification')).toMatchObject([
      { techInfo: 'not asked for' },
      { techInfo: 'not a chain' },
    ]);
  });
});

test('ExtendedTriggerMessage brings what TriggerMessage brings, and no boot of an accepted charger', async () => {
  const { server, command } = await bootedCharger();
  const trigger = (requestedMessage: string) => command('ExtendedTriggerMessage', { requestedMessage });
  expect(await trigger('Heartbeat')).toEqual(ACCEPTED);
  await server.received('Heartbeat');
  expect(await trigger('MeterValues')).toEqual(ACCEPTED);
  await server.received('MeterValues');
  expect(await trigger('StatusNotification')).toEqual(ACCEPTED);
  await server.received('StatusNotification', 4);
  expect(await trigger('BootNotification')).toEqual(REJECTED);
});

test('security events outlive a loss of the connection, with their own times (A04)', async () => {
  const { clock } = testbed();
  const { server, charger } = await bootedCharger();
  charger.goOffline();
  charger.maintenance.security.report('TamperDetectionActivated', 'lid open');
  clock.advance(3_600_000);
  charger.goOnline();
  expect(await server.received('SecurityEventNotification')).toEqual({
    type: 'TamperDetectionActivated',
    timestamp: '2025-01-15T10:35:00.000Z',
    techInfo: 'lid open',
  });
});
