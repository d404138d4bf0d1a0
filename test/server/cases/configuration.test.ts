import { expect, test } from 'vitest';
import { boot } from '../../support/charger-messages.ts';
import { configurationOf, configured, MILLISECONDS } from '../../support/configured-station.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());

function sentPayloads(station: Station): unknown[] {
  return station.received.map(({ payload }) => payload);
}

test('#17 TC_019_1_CSMS all keys are asked in one call with {}, and each is kept with value, access and age', async () => {
  const station = await configured(account, [
    { key: 'HeartbeatInterval', value: '60' },
    { key: 'NumberOfConnectors', value: '1', readonly: true },
    { key: 'VendorFoo', value: 'bar' },
  ]);
  const asked = await station.order('configuration/get');
  expect(asked).toMatchObject({
    status: 200,
    body: {
      status: 'Accepted',
      configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '60' }, {}, {}],
    },
  });
  expect(await configurationOf(station)).toMatchObject({
    keys: [
      {
        key: 'HeartbeatInterval',
        value: '60',
        readonly: false,
        readAt: expect.stringMatching(MILLISECONDS),
        pendingReboot: false,
      },
      { key: 'NumberOfConnectors', value: '1', readonly: true },
      { key: 'VendorFoo', value: 'bar' },
    ],
    unknownKeys: [],
    pendingReboot: false,
  });
  await station.close('GetConfiguration');
  expect(sentPayloads(station)).toEqual([{}]);
});

test('#18 TC_019_2_CSMS one key is asked by its name alone', async () => {
  const station = await configured(account, [
    { key: 'SupportedFeatureProfiles', value: 'Core, SmartCharging' },
  ]);
  expect(await station.order('configuration/get', { key: ['SupportedFeatureProfiles'] })).toMatchObject({
    body: {
      configurationKey: [{ key: 'SupportedFeatureProfiles', value: 'Core, SmartCharging' }],
      unknownKey: [],
    },
  });
  await station.close('GetConfiguration');
  expect(sentPayloads(station)).toEqual([{ key: ['SupportedFeatureProfiles'] }]);
});

test('#19 TC_021_CSMS a change is sent as text and not read again; the value is known', async () => {
  const station = await Station.booted(account);
  const change = { key: 'MeterValueSampleInterval', value: '60' };
  expect(await station.order('configuration/change', change)).toMatchObject({
    status: 200,
    body: { status: 'Accepted' },
  });
  expect(await configurationOf(station)).toMatchObject({ keys: [change] });
  await station.close('ChangeConfiguration');
  expect(sentPayloads(station)).toEqual([change]);
});

test.each([
  ['#32 TC_040_1_CSMS', 'NotSupported', 'configuration/change', '90'],
  ['#33 TC_040_2_CSMS', 'Rejected', 'commands', '-1'],
])(
  '%s a change that the charger answers with %s changes nothing that is known',
  async (_case, status, path, value) => {
    const station = await configured(account, [{ key: 'MeterValueSampleInterval', value: '30' }]);
    await station.order('configuration/get');
    const before = await configurationOf(station);
    station.on('ChangeConfiguration', () => ({ status }));
    const change = { key: 'MeterValueSampleInterval', value };
    const order = path === 'commands' ? { action: 'ChangeConfiguration', payload: change } : change;
    expect(await station.order(path, order)).toMatchObject({ status: 200, body: { status } });
    expect(await configurationOf(station)).toEqual(before);
    await station.close('GetConfiguration', 'ChangeConfiguration');
  },
);

test.each([
  ['MeterValueSampleInterval', '-1', 'value', 'OCPP 1.6 9.1'],
  ['metervaluesampleinterval', '60 s', 'value', 'whole number'],
  ['LocalPreAuthorize', 'yes', 'value', 'true or false'],
  ['MeterValuesSampledData', 'Voltage.L1,Volts', 'value', '"Volts"'],
  ['NumberOfConnectors', '2', 'key', 'read-only'],
  ['AuthorizationKey', 'secret', 'value', 'hex'],
])(
  '%s = %s breaks the table of standard keys: 400 names the rule, and nothing is sent',
  async (key, value, field, rule) => {
    const station = await Station.booted(account);
    expect(await station.order('configuration/change', { key, value })).toMatchObject({
      status: 400,
      body: {
        error: { code: 'VALIDATION_ERROR', message: expect.stringContaining(rule), details: [{ field }] },
      },
    });
    await station.close();
  },
);

test('the raw route sends what the table forbids', async () => {
  const station = await Station.booted(account);
  station.on('ChangeConfiguration', () => ({ status: 'Rejected' }));
  const payload = { key: 'NumberOfConnectors', value: 'many' };
  expect(await station.order('commands', { action: 'ChangeConfiguration', payload })).toMatchObject({
    status: 200,
    body: { status: 'Rejected' },
  });
  await station.close('ChangeConfiguration');
  expect(sentPayloads(station)).toEqual([payload]);
});

test('#149 X-B02 configuration may be read and changed while the registration is Pending', async () => {
  const station = await Station.connected(account, { registration: 'Pending' });
  expect(await station.call('BootNotification', boot())).toMatchObject({ status: 'Pending' });
  station.on('GetConfiguration', () => ({ configurationKey: [{ key: 'CpoName', readonly: false }] }));
  expect(await station.order('configuration/get')).toMatchObject({ status: 200 });
  const change = { key: 'CpoName', value: 'Charging Works' };
  expect(await station.order('configuration/change', change)).toMatchObject({ body: { status: 'Accepted' } });
  expect(await station.order('unlock', { connectorId: 1 })).toMatchObject({ status: 200 });
  const start = { chargeBoxId: station.chargeBoxId, idTag: 'ANY', connectorId: 1 };
  expect(await account.post('/transactions/start', start)).toMatchObject({ status: 409 });
  await account.patch(`/chargers/${station.chargeBoxId}`, { registration: 'Accepted' });
  expect(await station.call('BootNotification', boot())).toMatchObject({ status: 'Accepted' });
  await station.close('GetConfiguration', 'ChangeConfiguration', 'UnlockConnector');
});

test('more keys than GetConfigurationMaxKeys are asked in several calls, and the answers are merged', async () => {
  const names = ['A1', 'A2', 'A3', 'A4', 'A5'];
  const station = await configured(account, [
    { key: 'GetConfigurationMaxKeys', value: '2', readonly: true },
    ...names.map((key) => ({ key, value: key.toLowerCase() })),
  ]);
  await station.order('configuration/get');
  const answer = await station.order('configuration/get', { key: [...names, 'a5', 'B9'] });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      configurationKey: names.map((key) => ({ key })),
      unknownKey: ['B9'],
      commandIds: [expect.any(String), expect.any(String), expect.any(String)],
    },
  });
  await station.close(...Array.from({ length: 4 }, () => 'GetConfiguration'));
  expect(sentPayloads(station)).toEqual([
    {},
    { key: ['A1', 'A2'] },
    { key: ['A3', 'A4'] },
    { key: ['a5', 'B9'] },
  ]);
});
