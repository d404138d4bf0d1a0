import { expect, test } from 'vitest';
import { SILENCE } from '../support/charge-point.ts';
import { SOON } from '../support/charger-view.ts';
import { newAccount, sharedServer, unique } from '../support/server.ts';
import { Station } from '../support/station.ts';

const account = await newAccount(sharedServer());

/** A charger with these values, and what is wanted of it and of its labels. */
async function drifting(values: Record<string, string>, labels: string[] = []): Promise<Station> {
  const station = await Station.connected(account, { labels });
  const known = new Map(Object.entries(values));
  station.on('GetConfiguration', () => ({
    configurationKey: [...known].map(([key, value]) => ({ key, value, readonly: false })),
  }));
  station.on('ChangeConfiguration', ({ key, value }) => {
    known.set(String(key), String(value));
    return { status: 'Accepted' };
  });
  await station.order('configuration/get');
  return station;
}

const pathOf = ({ chargeBoxId }: Station, path: string) => `/chargers/${chargeBoxId}/configuration/${path}`;
const driftOf = async (station: Station) => (await account.get(pathOf(station, 'drift'))).body;

test('what differs is shown with its source and since when; nothing is sent until its owner says so', async () => {
  const station = await drifting({ MeterValueSampleInterval: '300', LocalPreAuthorize: 'TRUE' });
  const desired = { MeterValueSampleInterval: '60', LocalPreAuthorize: 'true', LightIntensity: '50' };
  const set = await account.put(pathOf(station, 'desired'), desired);
  expect(set).toMatchObject({ status: 200, body: { chargeBoxId: station.chargeBoxId, desired } });
  expect((await account.get(pathOf(station, 'desired'))).body).toEqual(set.body);
  expect(await driftOf(station)).toEqual({
    chargeBoxId: station.chargeBoxId,
    differing: [
      {
        key: 'MeterValueSampleInterval',
        desired: '60',
        from: { kind: 'charger' },
        value: '300',
        since: expect.stringMatching(/Z$/),
        pendingReboot: false,
      },
    ],
    unknown: [{ key: 'LightIntensity', desired: '50', from: { kind: 'charger' }, reason: 'notRead' }],
    conflicts: [],
    matching: 1,
  });
  await station.close('GetConfiguration');
});

test('applying sends the differing keys one by one, each with its result, and then nothing differs', async () => {
  const station = await drifting({ MeterValueSampleInterval: '300', ClockAlignedDataInterval: '0' });
  await account.put(pathOf(station, 'desired'), {
    MeterValueSampleInterval: '60',
    ClockAlignedDataInterval: '900',
    LightIntensity: '50',
  });
  expect(await station.order('configuration/apply')).toMatchObject({
    status: 200,
    body: {
      results: [
        { key: 'ClockAlignedDataInterval', value: '900', status: 'Accepted', reason: null },
        { key: 'MeterValueSampleInterval', value: '60', status: 'Accepted', commandId: expect.any(String) },
      ],
    },
  });
  expect(await driftOf(station)).toMatchObject({ differing: [], unknown: [{}], matching: 2 });
  expect(await station.order('configuration/apply', { includeUnknown: true })).toMatchObject({
    body: { results: [{ key: 'LightIntensity', status: 'Accepted' }] },
  });
  expect(await station.order('configuration/apply')).toMatchObject({ status: 200, body: { results: [] } });
  await station.close(
    'GetConfiguration',
    'ChangeConfiguration',
    'ChangeConfiguration',
    'ChangeConfiguration',
  );
});

test('applying stops when the charger does not answer, and an offline charger is 503', async () => {
  const station = await drifting({ VendorA: '1', VendorB: '1' });
  await account.put(pathOf(station, 'desired'), { VendorA: '2', VendorB: '2' });
  station.on('ChangeConfiguration', SILENCE);
  expect(await station.order('configuration/apply', { timeoutSeconds: 1 })).toMatchObject({
    status: 200,
    body: {
      results: [
        { key: 'VendorA', status: 'TimedOut' },
        { key: 'VendorB', status: 'NotSent', commandId: null },
      ],
    },
  });
  await station.close('GetConfiguration', 'ChangeConfiguration');
  await expect.poll(() => station.read(), SOON).toMatchObject({ isOnline: false });
  expect(await station.order('configuration/apply')).toMatchObject({ status: 503 });
});

test('labels count in the order of their names, the charger before them; a conflict is shown', async () => {
  const [first, second] = [unique('a'), unique('b')];
  const station = await drifting({ VendorA: '0', VendorB: '0', VendorC: '0' }, [second, first]);
  await account.put(`/label-configurations/${second}`, { VendorA: '2', VendorB: '2' });
  await account.put(`/label-configurations/${first}`, { vendora: '1', VendorC: '1' });
  await account.put(pathOf(station, 'desired'), { VendorC: '3' });
  expect(await driftOf(station)).toMatchObject({
    differing: [
      { key: 'vendora', desired: '1', from: { kind: 'label', label: first }, value: '0' },
      { key: 'VendorB', desired: '2', from: { kind: 'label', label: second } },
      { key: 'VendorC', desired: '3', from: { kind: 'charger' } },
    ],
    conflicts: [
      {
        key: 'vendora',
        wanted: [
          { label: first, value: '1' },
          { label: second, value: '2' },
        ],
      },
    ],
  });
  await account.delete(`/label-configurations/${first}`);
  expect(await driftOf(station)).toMatchObject({
    differing: [{ key: 'VendorA', desired: '2' }, {}, {}],
    conflicts: [],
  });
  await station.close('GetConfiguration');
});

test('a label’s configuration can be read, replaced and taken back, and belongs to its account', async () => {
  const path = `/label-configurations/${encodeURIComponent('Büro / Nord')}`;
  expect(await account.get(path)).toMatchObject({ status: 404 });
  expect(await account.put(path, { VendorA: '1' })).toMatchObject({ body: { desired: { VendorA: '1' } } });
  expect(await account.put(path, { VendorB: '2' })).toMatchObject({ body: { desired: { VendorB: '2' } } });
  expect(await account.get(path)).toMatchObject({
    status: 200,
    body: { label: 'Büro / Nord', desired: { VendorB: '2' } },
  });
  const stranger = await newAccount(sharedServer());
  expect(await stranger.get(path)).toMatchObject({ status: 404 });
  expect(await stranger.delete(path)).toMatchObject({ status: 404 });
  expect(await account.delete(path)).toMatchObject({ status: 200, body: { deleted: true } });
  expect(await account.delete(path)).toMatchObject({ status: 404 });
});

test.each([
  ['a value that breaks the table', { HeartbeatInterval: 'often' }],
  ['a read-only key', { NumberOfConnectors: '2' }],
  ['the password', { authorizationkey: '00112233445566778899aabbccddeeff' }],
  ['the security profile', { SecurityProfile: '2' }],
  ['a key named twice', { VendorA: '1', vendora: '2' }],
  ['a value that is no text', { VendorA: 1 }],
])('%s cannot be wanted: 400', async (_what, desired) => {
  const station = await Station.connected(account);
  expect(await account.put(pathOf(station, 'desired'), desired)).toMatchObject({ status: 400 });
  expect(await account.put(`/label-configurations/${unique('l')}`, desired)).toMatchObject({ status: 400 });
  await station.close();
});

test('another account’s charger has no configuration to be seen or set', async () => {
  const station = await Station.connected(account);
  const stranger = await newAccount(sharedServer());
  const path = `/chargers/${station.chargeBoxId}`;
  const answers = await Promise.all([
    stranger.get(`${path}/configuration`),
    stranger.get(`${path}/configuration/desired`),
    stranger.get(`${path}/configuration/drift`),
    stranger.put(`${path}/configuration/desired`, { VendorA: '1' }),
    stranger.post(`${path}/configuration/get`, {}),
    stranger.post(`${path}/configuration/get`, { key: ['A', 'B'] }),
    stranger.post(`${path}/configuration/apply`, {}),
    stranger.post(`${path}/password`, { generate: true }),
    stranger.post(`${path}/security-profile`, { securityProfile: 1 }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  await station.close();
});
