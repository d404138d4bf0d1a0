import { describe, expect, test } from 'vitest';

import { useTestbed } from './testbed.ts';

const ID = 'CP-OFFICE-01';
const testbed = useTestbed();

async function bootedCharger(options: Parameters<ReturnType<typeof testbed>['createCharger']>[0] = {}) {
  const { server, clock, createCharger } = testbed();
  const charger = createCharger(options);
  await charger.connect();
  return {
    server,
    clock,
    charger,
    command: (action: string, request: object) => server.command(ID, action, request),
  };
}

describe('RemoteStartTransaction', () => {
  test('without a cable it waits for one: conf, Preparing, then StartTransaction (TC_011_1)', async () => {
    const { server, charger, command } = await bootedCharger();
    expect(await command('RemoteStartTransaction', { idTag: 'TAG' })).toEqual({ status: 'Accepted' });
    await server.told(1, 'Preparing');
    charger.plugIn(1);
    expect(await server.received('StartTransaction')).toMatchObject({ connectorId: 1, idTag: 'TAG' });
  });

  test('the confirmation is out before anything that follows from it', async () => {
    const { server, charger, command } = await bootedCharger();
    charger.plugIn(1);
    await charger.whenIdle();
    const before = server.frames.length;
    await command('RemoteStartTransaction', { idTag: 'TAG' });
    await server.told(1, 'Charging');
    const types = server.frames.slice(before).map((frame) => frame.slice(0, 3));
    expect(types).toEqual(['[3,', '[2,', '[2,']);
  });

  test('gives up after ConnectionTimeOut (TC_011_2)', async () => {
    const { server, clock, command } = await bootedCharger({ configuration: { ConnectionTimeOut: '60' } });
    await command('RemoteStartTransaction', { connectorId: 1, idTag: 'TAG' });
    await server.told(1, 'Preparing');
    clock.advance(60_000);
    await server.told(1, 'Available');
    expect(server.paramsOf('StartTransaction')).toEqual([]);
  });

  test('asks the server first where AuthorizeRemoteTxRequests is true, and heeds its no', async () => {
    const { server, charger, command } = await bootedCharger({
      configuration: { AuthorizeRemoteTxRequests: 'true' },
    });
    charger.plugIn(1);
    server.setAnswers({ Authorize: () => ({ idTagInfo: { status: 'Expired' } }) });
    const refused = charger.waitFor('authorized');
    expect(await command('RemoteStartTransaction', { idTag: 'TAG' })).toEqual({ status: 'Accepted' });
    expect(await refused).toMatchObject({ isAccepted: false, source: 'server' });
    server.setAnswers({ Authorize: () => ({ idTagInfo: { status: 'Accepted' } }) });
    await command('RemoteStartTransaction', { idTag: 'TAG' });
    await server.told(1, 'Charging');
    expect(server.paramsOf('StartTransaction')).toHaveLength(1);
  });

  test('chooses the connector whose cable is in, and refuses what is busy, faulted or unknown (TC_026)', async () => {
    const { server, charger, command } = await bootedCharger({ connectorCount: 3 });
    charger.plugIn(2);
    charger.fault(3);
    await command('RemoteStartTransaction', { idTag: 'TAG' });
    await server.told(2, 'Charging');
    for (const connectorId of [2, 3, 4]) {
      expect(await command('RemoteStartTransaction', { connectorId, idTag: 'TAG' })).toEqual({
        status: 'Rejected',
      });
    }
  });
});

test('RemoteStopTransaction of an unknown transaction is Rejected (TC_028)', async () => {
  const { command } = await bootedCharger();
  expect(await command('RemoteStopTransaction', { transactionId: 99 })).toEqual({ status: 'Rejected' });
});

describe('Reset', () => {
  test('Soft: ends its transactions, then boots and tells all statuses (TC_014)', async () => {
    const { server, charger, command } = await bootedCharger();
    charger.plugIn(1);
    await charger.tap(1, 'TAG');
    await server.told(1, 'Charging');
    expect(await command('Reset', { type: 'Soft' })).toEqual({ status: 'Accepted' });
    await server.received('BootNotification', 2);
    expect(server.paramsOf('StopTransaction')).toMatchObject([{ reason: 'SoftReset' }]);
    await charger.whenIdle();
    expect(server.actions().slice(-3)).toEqual([
      'BootNotification',
      'StatusNotification',
      'StatusNotification',
    ]);
  });

  test('Hard: goes down at once, and reports the end of its transactions after the boot (TC_013, TC_032_1)', async () => {
    const { server, charger, command } = await bootedCharger();
    charger.plugIn(1);
    await charger.tap(1, 'TAG');
    await server.told(1, 'Charging');
    await command('Reset', { type: 'Hard' });
    expect(await server.received('StopTransaction')).toMatchObject({ reason: 'HardReset' });
    expect(server.actions().slice(-4)).toEqual([
      'BootNotification',
      'StatusNotification',
      'StatusNotification',
      'StopTransaction',
    ]);
  });
});

describe('ChangeAvailability', () => {
  test('connector 0 means the charger and all connectors, and it outlives a reboot', async () => {
    const { server, charger, command } = await bootedCharger({ connectorCount: 2 });
    expect(await command('ChangeAvailability', { connectorId: 0, type: 'Inoperative' })).toEqual({
      status: 'Accepted',
    });
    for (const connectorId of [0, 1, 2]) await server.told(connectorId, 'Unavailable');
    const ready = charger.waitFor('ready');
    charger.reboot('Reboot');
    expect((await ready).statuses).toEqual(['Unavailable', 'Unavailable']);
    await command('ChangeAvailability', { connectorId: 0, type: 'Operative' });
    for (const connectorId of [0, 1, 2]) await server.told(connectorId, 'Available');
  });

  test('Scheduled while a transaction runs, in effect when it is over', async () => {
    const { server, charger, command } = await bootedCharger();
    charger.plugIn(1);
    await charger.tap(1, 'TAG');
    await server.told(1, 'Charging');
    expect(await command('ChangeAvailability', { connectorId: 1, type: 'Inoperative' })).toEqual({
      status: 'Scheduled',
    });
    charger.stop(1);
    await server.told(1, 'Unavailable');
    expect(await command('ChangeAvailability', { connectorId: 9, type: 'Operative' })).toEqual({
      status: 'Rejected',
    });
  });
});

test('UnlockConnector ends the transaction first; unknown connectors, fixed cables and broken locks (TC_017, 018, 030, 031)', async () => {
  const { server, charger, command } = await bootedCharger();
  charger.plugIn(1);
  await charger.tap(1, 'TAG');
  await server.told(1, 'Charging');
  expect(await command('UnlockConnector', { connectorId: 1 })).toEqual({ status: 'Unlocked' });
  expect(await server.received('StopTransaction')).toMatchObject({ reason: 'UnlockCommand' });
  await server.told(1, 'Finishing');
  expect(await command('UnlockConnector', { connectorId: 99 })).toEqual({ status: 'NotSupported' });
  charger.fault(1, 'ConnectorLockFailure');
  expect(await command('UnlockConnector', { connectorId: 1 })).toEqual({ status: 'UnlockFailed' });

  const fixed = testbed().createCharger({ identity: 'FIXED', hasFixedCable: true });
  await fixed.connect();
  expect(await server.command('FIXED', 'UnlockConnector', { connectorId: 1 })).toEqual({
    status: 'NotSupported',
  });
});

describe('configuration', () => {
  test('GetConfiguration: all keys, one key by any case, unknown ones by name (TC_019)', async () => {
    const { command } = await bootedCharger({ connectorCount: 2 });
    const all = await command('GetConfiguration', {});
    expect(all).toMatchObject({
      configurationKey: expect.arrayContaining([{ key: 'NumberOfConnectors', readonly: true, value: '2' }]),
    });
    expect(await command('GetConfiguration', { key: ['heartbeatINTERVAL', 'Nonsense'] })).toEqual({
      configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '300' }],
      unknownKey: ['Nonsense'],
    });
  });

  test('ChangeConfiguration: MeterValueSampleInterval takes effect in a running session (TC_021)', async () => {
    const { server, clock, charger, command } = await bootedCharger();
    charger.plugIn(1);
    await charger.tap(1, 'TAG');
    await server.told(1, 'Charging');
    expect(await command('ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '5' })).toEqual({
      status: 'Accepted',
    });
    clock.advance(10_000);
    await server.received('MeterValues', 2);
  });

  test('ChangeConfiguration: HeartbeatInterval takes effect at once, and the boot answer sets it', async () => {
    const { server, clock, command } = await bootedCharger();
    clock.advance(299_000);
    expect(server.paramsOf('Heartbeat')).toHaveLength(0);
    clock.advance(1000);
    await server.received('Heartbeat', 1);
    await command('ChangeConfiguration', { key: 'HeartbeatInterval', value: '10' });
    clock.advance(10_000);
    await server.received('Heartbeat', 2);
  });

  test('ChangeConfiguration: unknown key, read-only key, bad value (TC_040)', async () => {
    const { command } = await bootedCharger();
    const change = (key: string, value: string) => command('ChangeConfiguration', { key, value });
    expect(await change('Nonsense', '1')).toEqual({ status: 'NotSupported' });
    expect(await change('NumberOfConnectors', '3')).toEqual({ status: 'Rejected' });
    expect(await change('MeterValueSampleInterval', '-1')).toEqual({ status: 'Rejected' });
    expect(await change('MeterValuesSampledData', 'SoC,RPM')).toEqual({ status: 'Rejected' });
  });

  test('ClockAlignedDataInterval sends values at the round times, outside transactions too', async () => {
    const { server, clock, command } = await bootedCharger();
    await command('ChangeConfiguration', { key: 'ClockAlignedDataInterval', value: '900' });
    clock.advance(15 * 60_000);
    expect(await server.received('MeterValues')).toMatchObject({
      meterValue: [{ timestamp: '2025-01-15T10:45:00.000Z', sampledValue: [{ context: 'Sample.Clock' }] }],
    });
  });
});

test('ClearCache is Accepted, and Rejected without a cache (TC_061, errata 3.23)', async () => {
  const { command } = await bootedCharger();
  expect(await command('ClearCache', {})).toEqual({ status: 'Accepted' });
  await command('ChangeConfiguration', { key: 'AuthorizationCacheEnabled', value: 'false' });
  expect(await command('ClearCache', {})).toEqual({ status: 'Rejected' });
});

describe('TriggerMessage', () => {
  test.each([
    'Heartbeat',
    'MeterValues',
    'DiagnosticsStatusNotification',
    'FirmwareStatusNotification',
  ] as const)('%s follows its Accepted (TC_054)', async (requestedMessage) => {
    const { server, command } = await bootedCharger();
    expect(await command('TriggerMessage', { requestedMessage })).toEqual({ status: 'Accepted' });
    await server.received(requestedMessage);
  });

  test('StatusNotification without a connector tells all and the charger itself', async () => {
    const { server, command } = await bootedCharger({ connectorCount: 2 });
    await command('TriggerMessage', { requestedMessage: 'StatusNotification' });
    await server.received('StatusNotification', 6);
    expect(server.paramsOf('StatusNotification').slice(3)).toMatchObject(
      [0, 1, 2].map((connectorId) => ({ connectorId })),
    );
  });

  test('an unknown connector, and a boot of an accepted charger, are Rejected (TC_055, errata 3.35)', async () => {
    const { command } = await bootedCharger();
    const rejected = { status: 'Rejected' };
    expect(await command('TriggerMessage', { requestedMessage: 'MeterValues', connectorId: 2 })).toEqual(
      rejected,
    );
    expect(await command('TriggerMessage', { requestedMessage: 'BootNotification' })).toEqual(rejected);
  });
});

test('a command of the standard that it lacks is NotSupported, any other NotImplemented (OCPP-J 4.2.3)', async () => {
  const { server, command } = await bootedCharger({ configuration: { SupportedFeatureProfiles: 'Core' } });
  await expect(command('GetLocalListVersion', {})).rejects.toMatchObject({ rpcErrorCode: 'NotSupported' });
  server.sendUnchecked(ID, [2, 'odd-one', 'MakeCoffee', {}]);
  expect(await server.until(() => server.frames.find((frame) => frame.includes('odd-one')))).toContain(
    'NotImplemented',
  );
});
