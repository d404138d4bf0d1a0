import { expect, test } from 'vitest';
import { SILENCE } from '../../support/charge-point.ts';
import { SOON } from '../../support/charger-view.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());

const ACCEPTED = { status: 'Accepted' };

async function list({ chargeBoxId }: Station): Promise<unknown> {
  return (await account.get(`/chargers/${chargeBoxId}/local-list`)).body;
}

async function put({ chargeBoxId }: Station, ...idTags: string[]): Promise<void> {
  const entries = idTags.map((idTag) => ({ idTag }));
  const { status } = await account.put(`/chargers/${chargeBoxId}/local-list`, { entries });
  expect(status).toBe(200);
}

/** Booted, with these entries in our list. */
async function stationWith(idTags: string[], fields: Record<string, unknown> = {}): Promise<Station> {
  const station = await Station.booted(account, fields);
  await put(station, ...idTags);
  return station;
}

/** What the charger was sent, without what happened before. */
function updates(station: Station): unknown[] {
  return station.received.filter(({ action }) => action === 'SendLocalList').map(({ payload }) => payload);
}

function sendList(station: Station, body: Record<string, unknown> = {}) {
  return station.order('local-list/send', body);
}

test('#35 TC_042_1_CSMS version −1: the list is not supported, and is sent all the same when it is asked for', async () => {
  const station = await stationWith(['A']);
  station.on('GetLocalListVersion', () => ({ listVersion: -1 }));
  expect(await station.order('local-list/version')).toMatchObject({ status: 200, body: { listVersion: -1 } });
  expect(await list(station)).toMatchObject({ state: 'notSupported', reportedVersion: -1 });
  expect(await sendList(station)).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  expect(await list(station)).toMatchObject({ state: 'synced' });
  await station.close('GetLocalListVersion', 'SendLocalList');
});

test('#36 TC_042_2_CSMS version 0: the charger’s list is empty', async () => {
  const station = await stationWith(['A']);
  station.on('GetLocalListVersion', () => ({ listVersion: 0 }));
  await station.order('local-list/version');
  expect(await list(station)).toMatchObject({
    state: 'pending',
    reportedVersion: 0,
    acknowledgedVersion: null,
  });
  await station.close('GetLocalListVersion');
});

test.each([
  ['#37 TC_043_1_CSMS', 'NotSupported', 'notSupported'],
  ['#38 TC_043_3_CSMS', 'Failed', 'failed'],
])(
  '%s a list that is answered %s: the version stays, and a later send is sent again',
  async (_case, status, state) => {
    const station = await stationWith(['A']);
    station.on('SendLocalList', () => ({ status }));
    expect(await sendList(station)).toMatchObject({ status: 200, body: { status } });
    expect(await list(station)).toMatchObject({ state, chargerStatus: status, acknowledgedVersion: null });
    station.on('SendLocalList', () => ACCEPTED);
    expect(await sendList(station)).toMatchObject({ status: 200, body: { status: 'Accepted' } });
    expect(await list(station)).toMatchObject({ state: 'synced' });
    await station.close('SendLocalList', 'SendLocalList');
  },
);

test('#39 TC_043_4_CSMS a Full list: every entry has its idTagInfo, and a version above 0', async () => {
  const station = await stationWith(['A', 'B']);
  const answer = await sendList(station, { updateType: 'Full' });
  expect(answer).toMatchObject({
    body: { status: 'Accepted', updateType: 'Full', listVersion: 1, entriesSent: 2 },
  });
  expect(await list(station)).toMatchObject({ state: 'synced', acknowledgedVersion: 1, version: 1 });
  await station.close('SendLocalList');
  expect(updates(station)).toEqual([
    {
      listVersion: 1,
      updateType: 'Full',
      localAuthorizationList: [
        { idTag: 'A', idTagInfo: ACCEPTED },
        { idTag: 'B', idTagInfo: ACCEPTED },
      ],
    },
  ]);
});

test('#40 TC_043_5_CSMS, #268 X-L03 a Differential: the new tag with its idTagInfo, the old one without, and a higher version', async () => {
  const station = await stationWith(['A', 'B']);
  await sendList(station);
  await put(station, 'B', 'C');
  expect(await list(station)).toMatchObject({ state: 'pending', acknowledgedVersion: 1 });
  expect(await sendList(station)).toMatchObject({ body: { updateType: 'Differential' } });
  expect(await list(station)).toMatchObject({
    state: 'synced',
    acknowledgedVersion: 2,
    acknowledgedEntries: 2,
  });
  await station.close('SendLocalList', 'SendLocalList');
  expect(updates(station)[1]).toEqual({
    listVersion: 2,
    updateType: 'Differential',
    localAuthorizationList: [{ idTag: 'C', idTagInfo: ACCEPTED }, { idTag: 'A' }],
  });
});

test('#266 X-L01 VersionMismatch: the state says so, a Full one is what is sent next, and by itself where that is switched on', async () => {
  const station = await stationWith(['A']);
  await sendList(station);
  await put(station, 'A', 'B');
  station.on('SendLocalList', ({ updateType }) => ({
    status: updateType === 'Full' ? 'Accepted' : 'VersionMismatch',
  }));
  expect(await sendList(station)).toMatchObject({ body: { status: 'VersionMismatch' } });
  expect(await list(station)).toMatchObject({ state: 'mismatch', acknowledgedVersion: 1 });
  expect(await sendList(station)).toMatchObject({ body: { status: 'Accepted', updateType: 'Full' } });
  await account.patch(`/chargers/${station.chargeBoxId}`, { settings: { repairLocalList: true } });
  await put(station, 'A', 'B', 'C');
  expect(await sendList(station)).toMatchObject({ body: { status: 'VersionMismatch' } });
  await expect.poll(() => list(station), SOON).toMatchObject({ state: 'synced', acknowledgedEntries: 3 });
  await station.close(...Array.from({ length: 5 }, () => 'SendLocalList'));
  const sent = updates(station) as { listVersion: number; updateType: string }[];
  expect(sent.map(({ updateType }) => updateType)).toEqual([
    'Full',
    'Differential',
    'Full',
    'Differential',
    'Full',
  ]);
  expect(sent.map(({ listVersion }) => listVersion)).toEqual([1, 2, 3, 4, 5]);
});

test('#269 X-L04 an empty list clears the charger’s: Full, without entries', async () => {
  const station = await stationWith(['A']);
  await sendList(station);
  await put(station);
  expect(await sendList(station)).toMatchObject({ body: { status: 'Accepted', updateType: 'Full' } });
  expect(await list(station)).toMatchObject({ state: 'synced', acknowledgedEntries: 0 });
  await station.close('SendLocalList', 'SendLocalList');
  expect(updates(station)[1]).toEqual({ listVersion: 2, updateType: 'Full', localAuthorizationList: [] });
});

test('#271 X-L06 more than LocalAuthListMaxLength is refused before anything is sent', async () => {
  const station = await stationWith(['A', 'B', 'C']);
  station.on('GetConfiguration', () => ({
    configurationKey: [{ key: 'LocalAuthListMaxLength', readonly: true, value: '2' }],
  }));
  await station.order('configuration/get', { key: ['LocalAuthListMaxLength'] });
  expect(await sendList(station)).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('LocalAuthListMaxLength') } },
  });
  expect(await list(station)).toMatchObject({ state: 'pending', isSending: false, maxLength: 2 });
  await station.close('GetConfiguration');
});

test('a list longer than SendLocalListMaxLength goes as a Full and Differentials with rising versions', async () => {
  const station = await stationWith(['A', 'B', 'C', 'D', 'E']);
  station.on('GetConfiguration', () => ({
    configurationKey: [{ key: 'SendLocalListMaxLength', readonly: true, value: '2' }],
  }));
  await station.order('configuration/get', { key: ['SendLocalListMaxLength'] });
  expect(await sendList(station)).toMatchObject({
    status: 200,
    body: { status: 'Accepted', entriesSent: 2 },
  });
  await expect
    .poll(() => list(station), SOON)
    .toMatchObject({ state: 'synced', isSending: false, acknowledgedVersion: 3, acknowledgedEntries: 5 });
  await station.close('GetConfiguration', 'SendLocalList', 'SendLocalList', 'SendLocalList');
  expect((updates(station) as { updateType: string }[]).map(({ updateType }) => updateType)).toEqual([
    'Full',
    'Differential',
    'Differential',
  ]);
});

test('#272 X-L07 of tags that differ in case only the last one counts', async () => {
  const station = await stationWith(['abc', 'ABC', 'Abc']);
  expect(await list(station)).toMatchObject({ entries: [{ idTag: 'Abc' }] });
  await station.close();
});

test('#274 X-L09 no answer: the state is unknown until the version tells what the charger has', async () => {
  for (const [listVersion, state, acknowledgedVersion] of [
    [1, 'synced', 1],
    [0, 'pending', null],
    [9, 'mismatch', null],
  ] as const) {
    const station = await stationWith(['A']);
    station.on('SendLocalList', SILENCE);
    station.on('GetLocalListVersion', () => ({ listVersion }));
    expect((await sendList(station, { timeoutSeconds: 1 })).status).toBe(504);
    expect(await list(station)).toMatchObject({ state: 'unknown' });
    await station.order('local-list/version');
    expect(await list(station)).toMatchObject({ state, acknowledgedVersion });
    await station.close('SendLocalList', 'GetLocalListVersion');
  }
});

test('#274 X-L09 with automatic repair the version is asked for by itself', async () => {
  const station = await stationWith(['A'], { settings: { repairLocalList: true } });
  station.on('SendLocalList', SILENCE);
  station.on('GetLocalListVersion', () => ({ listVersion: 1 }));
  await sendList(station, { timeoutSeconds: 1 });
  await expect.poll(() => list(station), SOON).toMatchObject({ state: 'synced', acknowledgedVersion: 1 });
  await station.close('SendLocalList', 'GetLocalListVersion');
});

test('#275 X-L10 a list from the id tags: one that is blocked afterwards is in the next Differential', async () => {
  const own = await newAccount(sharedServer());
  const station = await Station.booted(own);
  await own.post('/id-tags', { idTag: 'FIRST', parentIdTag: 'GRP' });
  await own.post('/id-tags', { idTag: 'SECOND' });
  await own.post('/id-tags', { idTag: 'ELSEWHERE', chargeBoxIds: ['ANOTHER-CP'] });
  const path = `/chargers/${station.chargeBoxId}/local-list`;
  expect(await own.put(path, { fromIdTags: true })).toMatchObject({ body: { source: 'idTags' } });
  await sendList(station);
  await own.patch('/id-tags/SECOND', { status: 'blocked' });
  expect(await sendList(station)).toMatchObject({ body: { updateType: 'Differential', entriesSent: 1 } });
  expect((await own.get(path)).body).toMatchObject({ state: 'synced', acknowledgedEntries: 2 });
  await station.close('SendLocalList', 'SendLocalList');
  expect(updates(station)).toMatchObject([
    {
      updateType: 'Full',
      localAuthorizationList: [
        { idTag: 'FIRST', idTagInfo: { status: 'Accepted', parentIdTag: 'GRP' } },
        { idTag: 'SECOND', idTagInfo: { status: 'Accepted' } },
      ],
    },
    {
      updateType: 'Differential',
      localAuthorizationList: [{ idTag: 'SECOND', idTagInfo: { status: 'Blocked' } }],
    },
  ]);
});

test('a charger that reports LocalListConflict shows as conflicting, and is sent a Full list next', async () => {
  const station = await stationWith(['A']);
  await sendList(station);
  await station.status(0, 'Available', { errorCode: 'LocalListConflict' });
  expect(await list(station)).toMatchObject({ state: 'conflicting' });
  expect(await sendList(station)).toMatchObject({ body: { updateType: 'Full' } });
  expect(await list(station)).toMatchObject({ state: 'synced' });
  await station.close('SendLocalList', 'SendLocalList');
});

test('a list is checked, and does not exist for another account', async () => {
  const station = await stationWith([]);
  const path = `/chargers/${station.chargeBoxId}/local-list`;
  for (const wrong of [
    {},
    { entries: [], fromIdTags: true },
    { entries: [{ idTag: 'x'.repeat(21) }] },
    { entries: [{ idTag: 'A', idTagInfo: { status: 'Perhaps' } }] },
    { entries: [{ idTag: 'A', note: 'x' }] },
  ]) {
    expect((await account.put(path, wrong)).status).toBe(400);
  }
  const stranger = await newAccount(sharedServer());
  expect((await stranger.get(path)).status).toBe(404);
  expect((await stranger.post(`${path}/send`, {})).status).toBe(404);
  await station.close();
});
