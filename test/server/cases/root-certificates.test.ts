import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';
import { hashDataOf, rootCertificate } from '../../support/x509.ts';

const account = await newAccount(sharedServer());

const CENTRAL = 'CentralSystemRootCertificate';
const MANUFACTURER = 'ManufacturerRootCertificate';
type HashData = ReturnType<typeof hashDataOf>;
type HashAlgorithm = HashData['hashAlgorithm'];

const Sent = z.object({ certificateType: z.string().optional(), certificate: z.string().optional() });
const Deletion = z.object({ certificateHashData: z.record(z.string(), z.string()) });

function spelling(hashData: Record<string, string>): string {
  return Object.entries(hashData)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join();
}

/** A charger that keeps what it is sent and names it with this algorithm. */
async function keepingCharger(hashAlgorithm: HashAlgorithm = 'SHA256') {
  const station = await Station.booted(account);
  const kept: { type: string | undefined; hashData: HashData }[] = [];
  station.on('InstallCertificate', (payload) => {
    const { certificateType, certificate = '' } = Sent.parse(payload);
    kept.push({ type: certificateType, hashData: hashDataOf(certificate, hashAlgorithm) });
    return { status: 'Accepted' };
  });
  station.on('GetInstalledCertificateIds', (payload) => {
    const { certificateType } = Sent.parse(payload);
    const certificateHashData = kept
      .filter(({ type }) => type === certificateType)
      .map(({ hashData }) => hashData);
    return certificateHashData.length === 0
      ? { status: 'NotFound' }
      : { status: 'Accepted', certificateHashData };
  });
  // It compares by the letter, as the least careful firmware does.
  station.on('DeleteCertificate', (payload) => {
    const asked = spelling(Deletion.parse(payload).certificateHashData);
    const at = kept.findIndex(({ hashData }) => spelling(hashData) === asked);
    if (at < 0) return { status: 'NotFound' };
    kept.splice(at, 1);
    return { status: 'Accepted' };
  });
  return station;
}

const Listed = z.object({
  certificates: z.array(
    z.looseObject({
      certificateType: z.string(),
      certificateHashData: z.looseObject({ hashAlgorithm: z.string() }).nullable(),
    }),
  ),
  answers: z.array(z.looseObject({ certificateType: z.string(), status: z.string() })),
});

async function list(station: Station, query = '') {
  const { status, body } = await account.get(`/chargers/${station.chargeBoxId}/certificates${query}`);
  expect(status).toBe(200);
  return Listed.parse(body);
}

test.each([
  ['#65 TC_075_1_CSMS', MANUFACTURER, CENTRAL],
  ['#66 TC_075_2_CSMS', CENTRAL, MANUFACTURER],
])('%s a root is installed as %s and listed as such', async (_case, type, other) => {
  const station = await keepingCharger();
  const certificate = await rootCertificate();
  expect(await station.order('certificates', { certificateType: type, certificate })).toMatchObject({
    status: 200,
    body: { status: 'Accepted' },
  });
  const { certificates, answers } = await list(station, `?certificateType=${type}`);
  expect(answers).toMatchObject([{ certificateType: type, status: 'Accepted' }]);
  expect(certificates).toMatchObject([
    {
      certificateType: type,
      certificateHashData: hashDataOf(certificate, 'SHA256'),
      subject: 'CN=Test Root, O=Example',
      installedAt: expect.any(String),
      readAt: expect.any(String),
    },
  ]);
  expect((await list(station, `?certificateType=${other}`)).certificates).toEqual([]);
  await station.close('InstallCertificate', 'GetInstalledCertificateIds', 'GetInstalledCertificateIds');
  expect(station.received).toMatchObject([
    { payload: { certificateType: type, certificate } },
    { payload: { certificateType: type } },
    { payload: { certificateType: other } },
  ]);
});

test.each(['SHA256', 'SHA384', 'SHA512'] as const)(
  '#67 TC_076_CSMS a root is deleted by the hash data that the charger reported, with %s',
  async (hashAlgorithm) => {
    const station = await keepingCharger(hashAlgorithm);
    const certificate = await rootCertificate();
    const kept = await rootCertificate({ comment: 'kept' });
    for (const each of [certificate, kept])
      await station.order('certificates', { certificateType: CENTRAL, certificate: each });
    const before = await list(station);
    expect(before.certificates).toHaveLength(2);
    const hashData = before.certificates[0]?.certificateHashData;
    expect(hashData).toEqual(hashDataOf(certificate, hashAlgorithm));
    // Hex compares without case: the charger gets its own spelling back.
    const lowered = Object.fromEntries(
      Object.entries(hashData ?? {}).map(([name, value]) => [
        name,
        name === 'hashAlgorithm' ? value : String(value).toLowerCase(),
      ]),
    );
    const deleted = await station.order('certificates/delete', { certificateHashData: lowered });
    expect(deleted).toMatchObject({ status: 200, body: { status: 'Accepted' } });
    expect(deleted.body).not.toHaveProperty('warning');
    for (const query of ['?source=memory', '']) {
      expect((await list(station, query)).certificates).toMatchObject([
        { certificateHashData: hashDataOf(kept, hashAlgorithm) },
      ]);
    }
  },
);

test('a root named with another algorithm than the charger’s is refused, and the raw route sends it', async () => {
  const station = await keepingCharger('SHA384');
  const certificate = await rootCertificate();
  await station.order('certificates', { certificateType: CENTRAL, certificate });
  await list(station);
  const certificateHashData = hashDataOf(certificate, 'SHA256');
  expect(await station.order('certificates/delete', { certificateHashData })).toMatchObject({
    status: 400,
    body: { error: { details: [{ field: 'certificateHashData.hashAlgorithm' }] } },
  });
  const raw = { action: 'DeleteCertificate', payload: { certificateHashData } };
  expect(await station.order('commands', raw)).toMatchObject({ status: 200, body: { status: 'NotFound' } });
});

test('the deletion of the last root that the charger checks us with carries a warning', async () => {
  const station = await keepingCharger();
  const certificate = await rootCertificate();
  await station.order('certificates', { certificateType: CENTRAL, certificate });
  await station.order('certificates', {
    certificateType: MANUFACTURER,
    certificate: await rootCertificate({ comment: 'firmware' }),
  });
  await list(station);
  const deleted = await station.order('certificates/delete', {
    certificateHashData: hashDataOf(certificate, 'SHA256'),
  });
  expect(deleted).toMatchObject({
    status: 200,
    body: { status: 'Accepted', warning: expect.stringContaining('last root') },
  });
});

test('#69 TC_078_CSMS a rejected root and the security event about it are both listed', async () => {
  const station = await Station.booted(account);
  station.on('InstallCertificate', () => ({ status: 'Rejected' }));
  const certificate = await rootCertificate();
  const answer = await station.order('certificates', { certificateType: CENTRAL, certificate });
  expect(answer).toMatchObject({ status: 200, body: { status: 'Rejected' } });
  const event = { type: 'InvalidCentralSystemCertificate', timestamp: new Date().toISOString() };
  expect(await station.call('SecurityEventNotification', event)).toEqual({});
  expect((await account.get(`/chargers/${station.chargeBoxId}/security-events`)).body).toMatchObject({
    securityEvents: [{ type: 'InvalidCentralSystemCertificate', isCritical: false }],
  });
  expect(await station.lastCommand()).toMatchObject({
    action: 'InstallCertificate',
    state: 'answered',
    answer: { status: 'Rejected' },
  });
  expect((await list(station, '?source=memory')).certificates).toEqual([]);
  await station.close('InstallCertificate');
});

test('#320 X-U07 a charger without certificates answers NotFound: the list is empty, what was known is gone', async () => {
  const station = await keepingCharger();
  await station.order('certificates', {
    certificateType: CENTRAL,
    certificate: await rootCertificate(),
  });
  station.on('GetInstalledCertificateIds', () => ({ status: 'NotFound' }));
  expect(await list(station)).toMatchObject({
    certificates: [],
    answers: [
      { certificateType: CENTRAL, status: 'NotFound' },
      { certificateType: MANUFACTURER, status: 'NotFound' },
    ],
  });
  expect((await list(station, '?source=memory')).certificates).toEqual([]);
});

describe('#322 X-U09 InstallCertificate', () => {
  test.each(['Failed', 'Rejected'])('%s is an answer: 200, and nothing is listed', async (status) => {
    const station = await Station.booted(account);
    station.on('InstallCertificate', () => ({ status }));
    const certificate = await rootCertificate();
    expect(await station.order('certificates', { certificateType: CENTRAL, certificate })).toMatchObject({
      status: 200,
      body: { status },
    });
    expect((await list(station, '?source=memory')).certificates).toEqual([]);
    await station.close('InstallCertificate');
  });

  test.each<[string, () => Promise<string>]>([
    ['over 5,500 characters', async () => `${await rootCertificate()}${' '.repeat(5_500)}`],
    ['that is none', async () => 'a certificate'],
    ['cut short', async () => (await rootCertificate()).replace(/\n.{64}\n/, '\n')],
    ['that has expired', () => rootCertificate({ fromDays: -10, toDays: -1 })],
    ['of the future', () => rootCertificate({ fromDays: 1 })],
    ['of no authority', () => rootCertificate({ isAuthority: false })],
    ['with a weak key', () => rootCertificate({ algorithm: 'RSA of 1024 bits' })],
    ['beside another one', async () => `${await rootCertificate()}${await rootCertificate()}`],
  ])('a certificate %s is 400, and nothing is sent', async (_what, make) => {
    const station = await Station.booted(account);
    const answer = await station.order('certificates', {
      certificateType: CENTRAL,
      certificate: await make(),
    });
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field: 'certificate' }] } } });
    await station.close();
  });
});

test('an unknown certificateType is 400; an offline charger is 503, and what is known can still be read', async () => {
  const station = await keepingCharger();
  const certificate = await rootCertificate();
  await station.order('certificates', { certificateType: CENTRAL, certificate });
  expect(await station.order('certificates', { certificateType: 'V2GRoot', certificate })).toMatchObject({
    status: 400,
  });
  await station.drop();
  expect((await account.get(`/chargers/${station.chargeBoxId}/certificates`)).status).toBe(503);
  expect((await list(station, '?source=memory')).certificates).toMatchObject([
    { certificateType: CENTRAL, certificateHashData: null, subject: 'CN=Test Root, O=Example' },
  ]);
});
