import { expect, test } from 'vitest';
import { boot } from '../../support/charger-messages.ts';
import { newAccount, sharedServer } from '../../support/server.ts';
import { Station } from '../../support/station.ts';

const account = await newAccount(sharedServer());

const SAMPLE = { timestamp: '2025-01-15T11:00:00Z', sampledValue: [{ value: '1', context: 'Trigger' }] };
const STATUS = { connectorId: 1, status: 'Available', errorCode: 'NoError' };

test.each<[string, Record<string, unknown>, string, Record<string, unknown>]>([
  ['MeterValues', { connectorId: 1 }, 'MeterValues', { connectorId: 1, meterValue: [SAMPLE] }],
  ['Heartbeat', {}, 'Heartbeat', {}],
  ['StatusNotification', { connectorId: 1 }, 'StatusNotification', STATUS],
  ['DiagnosticsStatusNotification', {}, 'DiagnosticsStatusNotification', { status: 'Idle' }],
  ['FirmwareStatusNotification', {}, 'FirmwareStatusNotification', { status: 'Idle' }],
  ['LogStatusNotification', { extended: true }, 'LogStatusNotification', { status: 'Idle' }],
  ['FirmwareStatusNotification', { extended: true }, 'SignedFirmwareStatusNotification', { status: 'Idle' }],
])(
  '#56 TC_054_CSMS a trigger of %s %j is linked to its message %s',
  async (requestedMessage, more, action, payload) => {
    const station = await Station.booted(account);
    expect(await station.order('trigger', { requestedMessage, ...more })).toMatchObject({
      status: 200,
      body: { status: 'Accepted' },
    });
    expect(await station.lastCommand()).toMatchObject({ outcome: { state: 'pending' } });
    await station.call(action, payload);
    expect(await station.lastCommand()).toMatchObject({
      outcome: { state: 'fulfilled', message: { action, messageId: expect.any(String) } },
    });
    const { extended, ...sent } = more;
    await station.close(extended === true ? 'ExtendedTriggerMessage' : 'TriggerMessage');
    expect(station.received[0]?.payload).toEqual({ requestedMessage, ...sent });
  },
);

test.each(['Rejected', 'NotImplemented'])(
  '#57 TC_055_CSMS a trigger that is answered %s is shown so, and nothing is waited for',
  async (status) => {
    const station = await Station.booted(account);
    station.on('TriggerMessage', () => ({ status }));
    const trigger = { requestedMessage: 'MeterValues', connectorId: 2 };
    expect((await station.order('trigger', trigger)).status).toBe(404);
    const raw = { action: 'TriggerMessage', payload: trigger };
    expect(await station.order('commands', raw)).toMatchObject({ status: 200, body: { status } });
    expect(await station.lastCommand()).toMatchObject({ state: 'answered', outcome: null });
    await station.close('TriggerMessage');
  },
);

test('#263 X-K19 a trigger of StatusNotification for all connectors takes n + 1 messages', async () => {
  const station = await Station.booted(account, { connectors: [0, 1, 2] });
  expect(await station.order('trigger', { requestedMessage: 'StatusNotification' })).toMatchObject({
    status: 200,
  });
  for (const connectorId of [0, 1, 2]) await station.status(connectorId, 'Unavailable');
  expect(await station.lastCommand()).toMatchObject({ outcome: { state: 'fulfilled' } });
  expect(await station.connector(2)).toMatchObject({ status: 'Unavailable' });
  await station.close('TriggerMessage');
});

test('#265 X-K21 accepted but nothing follows: the outcome is unfulfilled after the setting outcomeSeconds', async () => {
  const station = await Station.booted(account, { settings: { outcomeSeconds: 1, timeoutSeconds: 1 } });
  expect(await station.order('trigger', { requestedMessage: 'Heartbeat' })).toMatchObject({ status: 200 });
  await expect
    .poll(() => station.lastCommand(), { timeout: 15_000, interval: 100 })
    .toMatchObject({ state: 'answered', outcome: { state: 'unfulfilled', message: null } });
  await station.close('TriggerMessage');
});

test('#151 X-B04 of a pending charger only what was triggered is served', async () => {
  const station = await Station.connected(account, { registration: 'Pending' });
  expect(await station.call('BootNotification', boot())).toMatchObject({ status: 'Pending' });
  await expect(station.call('StatusNotification', STATUS)).rejects.toMatchObject({
    rpcErrorCode: 'SecurityError',
  });
  const trigger = { requestedMessage: 'StatusNotification', connectorId: 1 };
  expect(await station.order('trigger', trigger)).toMatchObject({
    status: 200,
    body: { status: 'Accepted' },
  });
  await station.call('StatusNotification', STATUS);
  expect(await station.connector(1)).toMatchObject({ status: 'Available' });
  await expect(station.call('StatusNotification', { ...STATUS, connectorId: 2 })).rejects.toMatchObject({
    rpcErrorCode: 'SecurityError',
  });
  await station.close('TriggerMessage');
});

test('#152 X-B05 a pending charger that is released can be asked to boot at once, and is accepted', async () => {
  const station = await Station.connected(account, { registration: 'Pending' });
  await station.call('BootNotification', boot());
  await account.patch(`/chargers/${station.chargeBoxId}`, { registration: 'Accepted' });
  expect(await station.order('trigger', { requestedMessage: 'BootNotification' })).toMatchObject({
    status: 200,
  });
  expect(await station.call('BootNotification', boot())).toMatchObject({ status: 'Accepted' });
  expect(await station.lastCommand()).toMatchObject({ outcome: { state: 'fulfilled' } });
  await station.close('TriggerMessage');
});

test('a charger that was accepted is not asked to boot, by the raw route either (OCPP 1.6 errata 3.40)', async () => {
  const station = await Station.booted(account);
  const payload = { requestedMessage: 'BootNotification' };
  const refused = {
    status: 409,
    body: { error: { code: 'CONFLICT', message: expect.stringContaining('3.40') } },
  };
  expect(await station.order('trigger', payload)).toMatchObject(refused);
  expect(await station.order('commands', { action: 'TriggerMessage', payload })).toMatchObject(refused);
  await station.close();
});
