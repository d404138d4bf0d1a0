import { expect, test } from 'vitest';

import { bootCharger } from './booted-charger.ts';
import { useTestbed } from './testbed.ts';

const testbed = useTestbed();
const ACCEPTED = { idTagInfo: { status: 'Accepted' } } as const;

function full(listVersion: number, ...tags: [idTag: string, status?: string][]) {
  return {
    listVersion,
    updateType: 'Full',
    localAuthorizationList: tags.map(([idTag, status = 'Accepted']) => ({ idTag, idTagInfo: { status } })),
  };
}

test('GetLocalListVersion follows SendLocalList: 0, then n, and 0 again when it is emptied (TC_042_2, 043)', async () => {
  const { command } = await bootCharger(testbed);
  expect(await command('GetLocalListVersion')).toEqual({ listVersion: 0 });
  expect(await command('SendLocalList', full(3, ['LISTED']))).toEqual({ status: 'Accepted' });
  expect(await command('GetLocalListVersion')).toEqual({ listVersion: 3 });
  const differential = { listVersion: 3, updateType: 'Differential' };
  expect(await command('SendLocalList', differential)).toEqual({ status: 'VersionMismatch' });
  expect(await command('SendLocalList', { listVersion: 4, updateType: 'Full' })).toEqual({
    status: 'Accepted',
  });
  expect(await command('GetLocalListVersion')).toEqual({ listVersion: 0 });
});

test('LocalAuthListEnabled false: version -1, NotSupported, and what was on it counts no more (TC_042_1, 043_1)', async () => {
  const { charger, command, configure } = await bootCharger(testbed, {
    configuration: { LocalPreAuthorize: 'true', AllowOfflineTxForUnknownId: 'false' },
  });
  await command('SendLocalList', full(1, ['LISTED']));
  await configure('LocalAuthListEnabled', 'false');
  expect(await command('GetLocalListVersion')).toEqual({ listVersion: -1 });
  expect(await command('SendLocalList', full(2, ['LISTED']))).toEqual({ status: 'NotSupported' });
  charger.goOffline();
  await charger.tap(1, 'LISTED');
  expect(charger.connector(1)?.status).toBe('Available');
  charger.goOnline();
  await charger.waitFor('connected');
  await configure('LocalAuthListEnabled', 'true');
  expect(await command('GetLocalListVersion')).toEqual({ listVersion: 1 });
});

test('a list that is too long is Failed and changes nothing (TC_043_3)', async () => {
  const { command } = await bootCharger(testbed, {
    configuration: { SendLocalListMaxLength: '2', LocalAuthListMaxLength: '3' },
  });
  await command('SendLocalList', full(1, ['A'], ['B']));
  expect(await command('SendLocalList', full(2, ['A'], ['B'], ['C']))).toEqual({ status: 'Failed' });
  const more = { ...full(2, ['C'], ['D']), updateType: 'Differential' };
  expect(await command('SendLocalList', more)).toEqual({ status: 'Failed' });
  expect(await command('GetLocalListVersion')).toEqual({ listVersion: 1 });
});

test('offline, a listed tag charges and a blocked one does not, whatever AllowOfflineTxForUnknownId says', async () => {
  const { charger, command } = await bootCharger(testbed, { connectorCount: 2 });
  await command('SendLocalList', full(1, ['LISTED'], ['BLOCKED', 'Blocked']));
  charger.goOffline();
  charger.plugIn(1);
  charger.plugIn(2);
  await charger.tap(1, 'blocked');
  await charger.tap(2, 'listed');
  expect(charger.connectors.map(({ status }) => status)).toEqual(['Preparing', 'Charging']);
});

test('LocalPreAuthorize: a listed tag charges without Authorize; the list goes before the cache', async () => {
  const { server, charger, command, charge } = await bootCharger(testbed, {
    configuration: { LocalPreAuthorize: 'true' },
  });
  await charge(1, 'TAG');
  await charger.tap(1, 'TAG');
  charger.unplug(1);
  expect(server.paramsOf('Authorize')).toHaveLength(1);
  await command('SendLocalList', full(1, ['TAG', 'Blocked'], ['OTHER']));
  server.setAnswers({ Authorize: () => ({ idTagInfo: { status: 'Blocked' } }) });
  charger.plugIn(1);
  await charger.tap(1, 'TAG');
  expect(server.paramsOf('Authorize')).toHaveLength(2);
  expect(charger.connector(1)?.status).toBe('Preparing');
  await charger.tap(1, 'OTHER');
  expect(charger.connector(1)?.status).toBe('Charging');
  expect(server.paramsOf('Authorize')).toHaveLength(2);
});

test('the list outlives a reboot', async () => {
  const { charger, command } = await bootCharger(testbed);
  await command('SendLocalList', full(5, ['LISTED']));
  const ready = charger.waitFor('ready');
  await command('Reset', { type: 'Hard' });
  await ready;
  expect(await command('GetLocalListVersion')).toEqual({ listVersion: 5 });
});

test('a list that contradicts the server is told as LocalListConflict, until a new list comes (OCPP 1.6 3.5.2)', async () => {
  const { server, charger, command } = await bootCharger(testbed, {
    configuration: { LocalPreAuthorize: 'true' },
  });
  await command('SendLocalList', full(1, ['GONE']));
  server.setAnswers({ StartTransaction: () => ({ transactionId: 7, idTagInfo: { status: 'Blocked' } }) });
  charger.plugIn(1);
  await charger.tap(1, 'GONE');
  await charger.whenIdle();
  const ofCharger = { connectorId: 0, status: 'Available' };
  expect(server.paramsOf('StatusNotification')).toContainEqual(
    expect.objectContaining({ ...ofCharger, errorCode: 'LocalListConflict' }),
  );
  await command('SendLocalList', full(2, ['GONE', 'Blocked']));
  await charger.whenIdle();
  expect(server.paramsOf('StatusNotification').at(-1)).toMatchObject({ ...ofCharger, errorCode: 'NoError' });
});

test('ClearCache makes it ask again, and leaves the list alone (TC_061)', async () => {
  const { server, charger, command, charge } = await bootCharger(testbed, {
    configuration: { LocalPreAuthorize: 'true' },
  });
  server.setAnswers({ Authorize: () => ACCEPTED });
  await command('SendLocalList', full(1, ['LISTED']));
  await charge(1, 'CACHED');
  await charger.tap(1, 'CACHED');
  expect(await command('ClearCache')).toEqual({ status: 'Accepted' });
  charger.unplug(1);
  await charge(1, 'CACHED');
  expect(server.paramsOf('Authorize')).toHaveLength(2);
  await charger.tap(1, 'CACHED');
  charger.unplug(1);
  await charge(1, 'LISTED');
  expect(server.paramsOf('Authorize')).toHaveLength(2);
  expect(charger.connector(1)?.status).toBe('Charging');
});

test('without AuthorizationCacheEnabled nothing is remembered, and offline it knows nobody', async () => {
  const { charger, charge } = await bootCharger(testbed, {
    configuration: { AuthorizationCacheEnabled: 'false', AllowOfflineTxForUnknownId: 'false' },
  });
  await charge(1, 'TAG');
  await charger.tap(1, 'TAG');
  charger.unplug(1);
  charger.goOffline();
  charger.plugIn(1);
  await charger.tap(1, 'TAG');
  expect(charger.connector(1)?.status).toBe('Preparing');
});
