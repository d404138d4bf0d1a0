import { describe, expect, test } from 'vitest';

import { messages } from '../../src/ocpp/v16/messages/index.ts';
import { bootCharger } from './booted-charger.ts';
import { useTestbed } from './testbed.ts';

const testbed = useTestbed();
const ACCEPTED = { status: 'Accepted' };
const MINUTES = 60_000;

describe('ChangeAvailability', () => {
  test('of the whole charger while one connector is busy: the free one goes at once, the rest at the end', async () => {
    const { server, charger, command, charge } = await bootCharger(testbed, { connectorCount: 2 });
    await charge();
    expect(await command('ChangeAvailability', { connectorId: 0, type: 'Inoperative' })).toEqual({
      status: 'Scheduled',
    });
    await server.told(2, 'Unavailable');
    expect(charger.main.status).toBe('Available');
    expect(charger.connector(1)?.status).toBe('Charging');
    charger.stop(1);
    await server.told(1, 'Unavailable');
    await server.told(0, 'Unavailable');
  });

  test('an order to stay in use takes back a scheduled one', async () => {
    const { server, charger, command, charge } = await bootCharger(testbed);
    await charge();
    await command('ChangeAvailability', { connectorId: 0, type: 'Inoperative' });
    expect(await command('ChangeAvailability', { connectorId: 0, type: 'Operative' })).toEqual(ACCEPTED);
    charger.stop(1);
    await server.told(1, 'Finishing');
    expect(charger.main.status).toBe('Available');
  });

  test('Unavailable takes no card and no remote start, before and after a reboot', async () => {
    const { server, charger, command } = await bootCharger(testbed);
    await command('ChangeAvailability', { connectorId: 1, type: 'Inoperative' });
    await server.told(1, 'Unavailable');
    const ready = charger.waitFor('ready');
    await command('Reset', { type: 'Hard' });
    expect((await ready).statuses).toEqual(['Unavailable']);
    charger.plugIn(1);
    await charger.tap(1, 'TAG');
    expect(await command('RemoteStartTransaction', { idTag: 'TAG' })).toEqual({ status: 'Rejected' });
    expect(server.paramsOf('StartTransaction')).toEqual([]);
    await command('ChangeAvailability', { connectorId: 1, type: 'Operative' });
    await server.told(1, 'Preparing');
  });

  test('whoever waits for the cable has to identify again afterwards', async () => {
    const { server, charger, command } = await bootCharger(testbed);
    await charger.tap(1, 'TAG');
    await command('ChangeAvailability', { connectorId: 1, type: 'Inoperative' });
    await server.told(1, 'Unavailable');
    await command('ChangeAvailability', { connectorId: 1, type: 'Operative' });
    charger.plugIn(1);
    await server.told(1, 'Preparing');
    expect(server.paramsOf('StartTransaction')).toEqual([]);
  });
});

test('RemoteStopTransaction: StopTransaction Remote, Finishing, and Available with the cable out (TC_012)', async () => {
  const { server, charger, command, charge } = await bootCharger(testbed);
  await charge();
  expect(await command('RemoteStopTransaction', { transactionId: 1001 })).toEqual(ACCEPTED);
  expect(await server.received('StopTransaction')).toMatchObject({ transactionId: 1001, reason: 'Remote' });
  await server.told(1, 'Finishing');
  charger.unplug(1);
  await server.told(1, 'Available');
});

test('UnlockConnector without a transaction changes nothing (TC_017)', async () => {
  const { server, charger, command } = await bootCharger(testbed);
  charger.plugIn(1);
  expect(await command('UnlockConnector', { connectorId: 1 })).toEqual({ status: 'Unlocked' });
  await charger.whenIdle();
  expect(charger.connector(1)?.status).toBe('Preparing');
  expect(server.paramsOf('StopTransaction')).toEqual([]);
});

describe('ChangeConfiguration takes effect', () => {
  test('ConnectionTimeOut: on the next who identifies', async () => {
    const { server, clock, charger, configure } = await bootCharger(testbed);
    expect(await configure('ConnectionTimeOut', '15')).toEqual(ACCEPTED);
    await charger.tap(1, 'TAG');
    await server.told(1, 'Preparing');
    clock.advance(15_000);
    await server.told(1, 'Available');
  });

  test('ClockAlignedDataInterval: anew at each change, 0 ends it', async () => {
    const { server, clock, configure } = await bootCharger(testbed);
    await configure('ClockAlignedDataInterval', '900');
    await configure('ClockAlignedDataInterval', '300');
    clock.advance(5 * MINUTES);
    expect(await server.received('MeterValues')).toMatchObject({
      meterValue: [{ timestamp: '2025-01-15T10:40:00.000Z' }],
    });
    await configure('ClockAlignedDataInterval', '0');
    clock.advance(60 * MINUTES);
    expect(server.paramsOf('MeterValues')).toHaveLength(1);
  });

  test('MeterValuesSampledData and MeterValueSampleInterval: in the running session; 0 ends it', async () => {
    const { server, clock, configure, charge } = await bootCharger(testbed);
    await charge();
    await configure('MeterValuesSampledData', 'Voltage');
    await configure('MeterValueSampleInterval', '10');
    clock.advance(10_000);
    expect(await server.received('MeterValues')).toMatchObject({
      meterValue: [{ sampledValue: [{ measurand: 'Voltage' }] }],
    });
    await configure('MeterValueSampleInterval', '0');
    clock.advance(60 * MINUTES);
    expect(server.paramsOf('MeterValues')).toHaveLength(1);
  });

  test('StopTxnAlignedData: what was measured at the round times comes with StopTransaction', async () => {
    const { server, clock, charger, configure, charge } = await bootCharger(testbed);
    await configure('ClockAlignedDataInterval', '900');
    await configure('StopTxnAlignedData', 'Energy.Active.Import.Register');
    await charge();
    clock.advance(30 * MINUTES);
    charger.stop(1);
    const { transactionData = [] } = messages.StopTransaction.request.parse(
      await server.received('StopTransaction'),
    );
    expect(
      transactionData.map(({ timestamp, sampledValue }) => [timestamp, sampledValue[0]?.context]),
    ).toEqual([
      ['2025-01-15T10:35:00.000Z', 'Transaction.Begin'],
      ['2025-01-15T10:45:00.000Z', 'Sample.Clock'],
      ['2025-01-15T11:00:00.000Z', 'Sample.Clock'],
      ['2025-01-15T11:05:00.000Z', 'Transaction.End'],
    ]);
  });

  test('StopTransactionOnEVSideDisconnect false: the running session outlives the cable', async () => {
    const { server, charger, configure, charge } = await bootCharger(testbed);
    await charge();
    await configure('StopTransactionOnEVSideDisconnect', 'false');
    charger.unplug(1);
    await server.told(1, 'SuspendedEV');
    expect(server.paramsOf('StopTransaction')).toEqual([]);
  });

  test('WebSocketPingInterval: after a reboot only, and it says so; the value is kept', async () => {
    const { charger, command, configure } = await bootCharger(testbed);
    expect(await configure('WebSocketPingInterval', '20')).toEqual({ status: 'RebootRequired' });
    const ready = charger.waitFor('ready');
    await command('Reset', { type: 'Soft' });
    await ready;
    expect(await command('GetConfiguration', { key: ['WebSocketPingInterval'] })).toEqual({
      configurationKey: [{ key: 'WebSocketPingInterval', readonly: false, value: '20' }],
    });
  });
});

test('GetConfiguration names every feature profile, and the limits of each', async () => {
  const { command } = await bootCharger(testbed);
  const key = [
    'SupportedFeatureProfiles',
    'LocalAuthListEnabled',
    'SendLocalListMaxLength',
    'ReserveConnectorZeroSupported',
    'ChargeProfileMaxStackLevel',
    'ChargingScheduleAllowedChargingRateUnit',
  ];
  const { configurationKey, unknownKey } = messages.GetConfiguration.confirmation.parse(
    await command('GetConfiguration', { key: [...key, 'Nonsense'] }),
  );
  expect(unknownKey).toEqual(['Nonsense']);
  expect(configurationKey?.map(({ value }) => value)).toEqual([
    'Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger',
    'true',
    '100',
    'true',
    '10',
    'Current,Power',
  ]);
});

test('DataTransfer: its own vendor may ask it for an echo; other messages and vendors are unknown (OCPP 1.6 5.6)', async () => {
  const { command } = await bootCharger(testbed);
  const own = { vendorId: 'capacitor', messageId: 'Echo', data: 'hello' };
  expect(await command('DataTransfer', own)).toEqual({ status: 'Accepted', data: 'hello' });
  expect(await command('DataTransfer', { ...own, messageId: 'Dance' })).toEqual({
    status: 'UnknownMessageId',
  });
  expect(await command('DataTransfer', { ...own, vendorId: 'somebody' })).toEqual({
    status: 'UnknownVendorId',
  });
});
