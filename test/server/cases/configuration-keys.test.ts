import { expect, test } from 'vitest';
import { boot } from '../../support/charger-messages.ts';
import { configurationOf, configured, MILLISECONDS } from '../../support/configured-station.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());

test('#209 X-S09 connectors that do not fit NumberOfConnectors are flagged, whichever is heard first', async () => {
  const station = await configured(account, [{ key: 'NumberOfConnectors', value: '2' }], {
    connectors: [0, 1, 2],
  });
  await station.order('configuration/get');
  expect(await station.flags()).not.toHaveProperty('connectorCountMismatch');
  await station.status(3, 'Available');
  expect(await station.flags()).toMatchObject({ connectorCountMismatch: 1 });
  expect(await station.connector(3)).toMatchObject({ status: 'Available' });
  const other = await configured(account, [{ key: 'NumberOfConnectors', value: '2' }]);
  await other.order('configuration/get');
  expect(await other.flags()).toMatchObject({ connectorCountMismatch: 1 });
  await station.close('GetConfiguration');
  await other.close('GetConfiguration');
});

test('#245 X-K01 a key that the charger does not know is listed, until it knows it', async () => {
  const keys = [{ key: 'VendorA', value: '1' }];
  const station = await configured(account, keys);
  await station.order('configuration/get', { key: ['VendorA', 'VendorB'] });
  expect(await configurationOf(station)).toMatchObject({
    keys: [{ key: 'VendorA' }],
    unknownKeys: [{ key: 'VendorB', readAt: expect.stringMatching(MILLISECONDS) }],
  });
  keys.push({ key: 'VendorB', value: '2' });
  await station.order('configuration/get', { key: ['VendorB'] });
  expect(await configurationOf(station)).toMatchObject({
    keys: [{ key: 'VendorA' }, { key: 'VendorB' }],
    unknownKeys: [],
  });
  await station.close('GetConfiguration', 'GetConfiguration');
});

test('#247 X-K03 a key without a value is kept with null', async () => {
  const station = await configured(account, [{ key: 'AuthorizationKey' }, { key: 'VendorA' }]);
  await station.order('configuration/get');
  expect(await configurationOf(station)).toMatchObject({
    keys: [
      { key: 'AuthorizationKey', value: null },
      { key: 'VendorA', value: null },
    ],
  });
  await station.close('GetConfiguration');
});

test('#248 X-K04 values of more than 500 characters and vendor keys are kept whole; an echoed password is masked', async () => {
  const { charger, chargeBoxId } = await onlineCharger(account);
  const long = 'x'.repeat(800);
  const asking = account.post(`/chargers/${chargeBoxId}/configuration/get`);
  const { id } = await charger.nextCall();
  charger.sendFrame(3, id, {
    configurationKey: [
      { key: 'com.vendor/Ünusual key', readonly: false, value: long },
      { key: 'authorizationkey', readonly: false, value: '00112233445566778899aabbccddeeff' },
      { key: 'Number', readonly: false, value: 17 },
    ],
  });
  const answer = await asking;
  expect(answer.status).toBe(200);
  const known = (await account.get(`/chargers/${chargeBoxId}/configuration`)).body;
  expect(known).toMatchObject({
    keys: [
      { key: 'authorizationkey', value: '***' },
      { key: 'com.vendor/Ünusual key', value: long },
      { key: 'Number', value: '17' },
    ],
  });
  const messages = await account.get(`/chargers/${chargeBoxId}/messages`);
  expect(JSON.stringify([answer.body, known, messages.body])).not.toContain('00112233445566778899');
  await charger.close();
});

test('#250 X-K06 a key that only the charger calls read-only is sent, and its Rejected is shown', async () => {
  const station = await configured(account, [{ key: 'LightIntensity', value: '50', readonly: true }]);
  await station.order('configuration/get');
  station.on('ChangeConfiguration', () => ({ status: 'Rejected' }));
  const change = { key: 'LightIntensity', value: '80' };
  expect(await station.order('configuration/change', change)).toMatchObject({ body: { status: 'Rejected' } });
  expect(await configurationOf(station)).toMatchObject({ keys: [{ value: '50', readonly: true }] });
  await station.close('GetConfiguration', 'ChangeConfiguration');
});

test('#251 X-K07 heartbeatinterval and HeartbeatInterval are one key', async () => {
  const station = await configured(account, [{ key: 'heartbeatinterval', value: '60' }]);
  await station.order('configuration/get');
  const change = { key: 'HeartbeatInterval', value: '120' };
  expect(await station.order('configuration/change', change)).toMatchObject({ body: { status: 'Accepted' } });
  expect(await configurationOf(station)).toMatchObject({
    keys: [{ key: 'heartbeatinterval', value: '120' }],
  });
  await station.close('GetConfiguration', 'ChangeConfiguration');
});

test('an accepted HeartbeatInterval is what the charger is told at its next boot, and how its silence is judged', async () => {
  const station = await Station.booted(account);
  await station.order('configuration/change', { key: 'HeartbeatInterval', value: '240' });
  expect(await station.read()).toMatchObject({ settings: { heartbeatInterval: 240 } });
  expect(await station.call('BootNotification', boot())).toMatchObject({ interval: 240 });
  station.on('ChangeConfiguration', () => ({ status: 'Rejected' }));
  await station.order('configuration/change', { key: 'HeartbeatInterval', value: '30' });
  expect(await station.read()).toMatchObject({ settings: { heartbeatInterval: 240 } });
  await station.close('ChangeConfiguration', 'ChangeConfiguration');
});

test('RebootRequired is shown as pending until the charger boots', async () => {
  const station = await Station.booted(account);
  station.on('ChangeConfiguration', () => ({ status: 'RebootRequired' }));
  await station.order('configuration/change', { key: 'VendorA', value: 'new' });
  expect(await configurationOf(station)).toMatchObject({
    keys: [{ key: 'VendorA', value: 'new', pendingReboot: true }],
    pendingReboot: true,
  });
  await station.call('BootNotification', boot());
  expect(await configurationOf(station)).toMatchObject({
    keys: [{ key: 'VendorA', value: 'new', pendingReboot: false }],
    pendingReboot: false,
  });
  await station.close('ChangeConfiguration');
});
