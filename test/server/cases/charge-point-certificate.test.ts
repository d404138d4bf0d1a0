import { createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { register } from '../../support/account.ts';
import {
  askForCertificate,
  ownCertificate,
  takingCertificates,
  untilCertificate,
} from '../../support/certificates.ts';
import { SOON } from '../../support/charger-view.ts';
import { RawCharger } from '../../support/raw-charger.ts';
import type { RestClient } from '../../support/rest-client.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';
import { Station } from '../../support/station.ts';
import { signingRequest, withBrokenSignature } from '../../support/x509.ts';

const server = sharedServer();
const account = await certifyingAccount();
const REGISTERED = { serialNumber: 'SN-4711' };
const NAME = 'CN=SN-4711, O=Example Charging';

/** An account with the built-in authority and an operator's name. */
async function certifyingAccount(): Promise<RestClient> {
  const client = await newAccount(server);
  await client.patch('/account', { cpoName: 'Example Charging', certificateAuthority: { kind: 'builtin' } });
  return client;
}

async function rootOf(client: RestClient): Promise<X509Certificate> {
  const { status, body } = await client.get('/certificate-authority');
  expect(status).toBe(200);
  return new X509Certificate(z.looseObject({ certificate: z.string() }).parse(body).certificate);
}

const SIGNED_BY_CHARGER = ['ECDSA P-256', 'ECDSA P-384', 'ECDSA P-521', 'RSA-PSS', 'PKCS#1 v1.5'] as const;

test.each(SIGNED_BY_CHARGER)(
  '#64 TC_074_CSMS a renewal asked for ends with a certificate of the charger’s key and subject: %s',
  async (algorithm) => {
    const station = await Station.booted(account, REGISTERED);
    const chains = takingCertificates(station);
    station.on('ExtendedTriggerMessage', () => ({ status: 'Accepted' }));
    expect(await station.order('certificates/renew')).toMatchObject({
      status: 200,
      body: { status: 'Accepted' },
    });
    const { status, keys } = await askForCertificate(station, NAME, algorithm);
    expect(status).toBe('Accepted');
    await untilCertificate(station, 'accepted');
    const [chain = ''] = chains;
    const leaf = new X509Certificate(chain);
    const spki = Buffer.from(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)));
    expect(leaf.publicKey.equals(createPublicKey({ key: spki, format: 'der', type: 'spki' }))).toBe(true);
    expect(leaf.subject.split('\n').sort()).toEqual(['CN=SN-4711', 'O=Example Charging']);
    const root = await rootOf(account);
    expect(leaf.checkIssued(root) && leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(chain).not.toContain('\r');
    const certificate = {
      state: 'accepted',
      subject: NAME,
      certificateAuthority: 'builtin',
      serialNumber: leaf.serialNumber.toLowerCase().replace(/^0+/, ''),
      certificateChain: chain,
      notAfter: new Date(leaf.validTo).toISOString().replace('.000Z', 'Z'),
    };
    expect(await ownCertificate(station)).toMatchObject({ current: certificate, latest: certificate });
    expect(await station.lastCommand()).toMatchObject({ action: 'CertificateSigned', state: 'answered' });
    // It comes back with the new certificate.
    await station.drop();
    await station.connect();
    await station.close('ExtendedTriggerMessage', 'CertificateSigned');
    expect(station.received[0]?.payload).toEqual({ requestedMessage: 'SignChargePointCertificate' });
  },
);

test('#68 TC_077_CSMS a certificate that the charger rejects is not active, and the event is listed', async () => {
  const station = await Station.booted(account, REGISTERED);
  takingCertificates(station);
  await askForCertificate(station, NAME);
  await untilCertificate(station, 'accepted');
  const { current } = await ownCertificate(station);
  takingCertificates(station, 'Rejected');
  await askForCertificate(station, NAME);
  await untilCertificate(station, 'rejected');
  const event = { type: 'InvalidChargePointCertificate', timestamp: new Date().toISOString() };
  expect(await station.call('SecurityEventNotification', event)).toEqual({});
  expect(await ownCertificate(station)).toMatchObject({
    current,
    latest: { state: 'rejected', reason: expect.stringContaining('rejected') },
  });
  expect((await account.get(`/chargers/${station.chargeBoxId}/security-events`)).body).toMatchObject({
    securityEvents: [{ number: 1, type: 'InvalidChargePointCertificate' }],
  });
  await station.close('CertificateSigned', 'CertificateSigned');
});

describe('#316 X-U03 a SignCertificate that cannot be certified is Rejected, the record and a flag say why', () => {
  const bad: [string, () => Promise<string>, string][] = [
    ['that is no PEM', async () => 'please sign', 'PKCS#10'],
    [
      'whose PEM is cut short',
      async () => (await signingRequest(NAME)).csr.replace(/\n.{64}\n/, '\n'),
      'PKCS#10',
    ],
    ['with a weak key', async () => (await signingRequest(NAME, 'RSA of 1024 bits')).csr, '1024 bits'],
    ['signed with SHA-1', async () => (await signingRequest(NAME, 'PKCS#1 v1.5 with SHA-1')).csr, 'SHA-256'],
    ['with a bad signature', async () => withBrokenSignature((await signingRequest(NAME)).csr), 'signature'],
    [
      'of another serial number',
      async () => (await signingRequest('CN=SN-4712, O=Example Charging')).csr,
      'SN-4711',
    ],
    [
      'of another operator',
      async () => (await signingRequest('CN=SN-4711, O=Other')).csr,
      'Example Charging',
    ],
  ];
  test.each(bad)('one %s', async (_what, make, reason) => {
    const station = await Station.booted(account, REGISTERED);
    expect(await station.call('SignCertificate', { csr: await make() })).toEqual({ status: 'Rejected' });
    expect(await ownCertificate(station)).toMatchObject({
      current: null,
      latest: { state: 'refused', reason: expect.stringContaining(reason) },
    });
    expect(await station.flags()).toMatchObject({ refusedSigningRequest: 1 });
    await station.close();
  });

  test('what was not registered is not compared', async () => {
    const open = await newAccount(server);
    await open.patch('/account', { certificateAuthority: { kind: 'builtin' } });
    const station = await Station.booted(open);
    takingCertificates(station);
    expect(await askForCertificate(station, 'CN=whoever')).toMatchObject({ status: 'Accepted' });
    await untilCertificate(station, 'accepted');
    await station.close('CertificateSigned');
  });

  test('without a certificate authority it is Rejected, and the record says what to do', async () => {
    const station = await Station.booted(await newAccount(server));
    expect(await askForCertificate(station, NAME)).toMatchObject({ status: 'Rejected' });
    expect(await ownCertificate(station)).toMatchObject({
      latest: { state: 'refused', subject: NAME, reason: expect.stringContaining('PATCH /api/v1/account') },
    });
    expect(await station.flags()).toEqual({});
    await station.close();
  });
});

test('#317 X-U04 the answer to SignCertificate is on the wire before CertificateSigned', async () => {
  const chargeBoxId = unique('CP');
  await register(account, chargeBoxId, REGISTERED);
  const charger = await RawCharger.connect(account.url, chargeBoxId);
  const { csr } = await signingRequest(NAME);
  charger.sendFrame(2, 'sign-1', 'SignCertificate', { csr });
  const call = await charger.nextCall();
  expect(call.action).toBe('CertificateSigned');
  expect(charger.frames).toEqual([[3, 'sign-1', { status: 'Accepted' }], expect.anything()]);
  // The same request again, as a charger that lost the answer sends it, is signed once.
  expect(await charger.call('SignCertificate', { csr })).toMatchObject([
    3,
    expect.anything(),
    { status: 'Accepted' },
  ]);
  charger.sendFrame(3, call.id, { status: 'Accepted' });
  await expect
    .poll(async () => (await account.get(`/chargers/${chargeBoxId}/certificates/charge-point`)).body, SOON)
    .toMatchObject({ current: { state: 'accepted' } });
  expect(charger.frames.filter(([type]) => type === 2)).toHaveLength(1);
  await charger.close();
});

test('#319 X-U06 a chain longer than CertificateSignedMaxChainSize is not sent, and the record says so', async () => {
  const station = await Station.booted(account, REGISTERED);
  takingCertificates(station);
  station.on('GetConfiguration', () => ({
    configurationKey: [{ key: 'CertificateSignedMaxChainSize', readonly: true, value: '500' }],
  }));
  await station.order('configuration/get');
  expect(await askForCertificate(station, NAME)).toMatchObject({ status: 'Accepted' });
  await untilCertificate(station, 'failed');
  const { latest } = await ownCertificate(station);
  expect(latest).toMatchObject({ reason: expect.stringContaining('CertificateSignedMaxChainSize') });
  const raw = { action: 'CertificateSigned', payload: { certificateChain: 'x'.repeat(10_001) } };
  expect(await station.order('commands', raw)).toMatchObject({ status: 400 });
  await station.close('GetConfiguration');
});

test('a chain brought by the raw command is on record too', async () => {
  const other = await Station.booted(account, REGISTERED);
  const chains = takingCertificates(other);
  await askForCertificate(other, NAME);
  await untilCertificate(other, 'accepted');
  const [certificateChain = ''] = chains;
  const station = await Station.booted(account);
  takingCertificates(station);
  const raw = { action: 'CertificateSigned', payload: { certificateChain } };
  expect(await station.order('commands', raw)).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  expect(await ownCertificate(station)).toMatchObject({
    current: { state: 'accepted', certificateAuthority: 'operator', subject: NAME },
  });
  await other.close('CertificateSigned');
  await station.close('CertificateSigned');
});
