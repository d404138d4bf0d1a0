import { describe, expect, test } from 'vitest';

import { useTestbed } from './testbed.ts';

const MINUTES = 60_000;
const testbed = useTestbed();

describe('a session', () => {
  test('is the tutorial: 75 minutes from 10000 Wh to 28730 Wh, reason Remote (OCPP 1.6 5.11, 5.12)', async () => {
    const { server, clock, createCharger } = testbed();
    const charger = createCharger({ configuration: { MeterValueSampleInterval: '900' } });
    await charger.connect();
    expect(server.actions()).toEqual(['BootNotification', 'StatusNotification', 'StatusNotification']);

    charger.plugIn(1);
    await server.told(1, 'Preparing');
    const request = { connectorId: 1, idTag: 'USER-001' };
    expect(await server.command('CP-OFFICE-01', 'RemoteStartTransaction', request)).toEqual({
      status: 'Accepted',
    });
    expect(await server.received('StartTransaction')).toEqual({
      connectorId: 1,
      idTag: 'USER-001',
      meterStart: 10_000,
      timestamp: '2025-01-15T10:35:00.000Z',
    });
    await server.told(1, 'Charging');

    clock.advance(75 * MINUTES);
    await server.received('MeterValues', 5);
    const outlet = { context: 'Sample.Periodic', location: 'Outlet' };
    expect(server.paramsOf('MeterValues')[0]).toEqual({
      connectorId: 1,
      transactionId: 1001,
      meterValue: [
        {
          timestamp: '2025-01-15T10:50:00.000Z',
          sampledValue: [
            { ...outlet, value: '13746', measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
            { ...outlet, value: '14984', measurand: 'Power.Active.Import', unit: 'W' },
            { ...outlet, value: '65.1', measurand: 'Current.Import', unit: 'A' },
            { ...outlet, value: '230.0', measurand: 'Voltage', unit: 'V' },
            { context: 'Sample.Periodic', location: 'EV', value: '26.2', measurand: 'SoC', unit: 'Percent' },
          ],
        },
      ],
    });

    await server.command('CP-OFFICE-01', 'RemoteStopTransaction', { transactionId: 1001 });
    expect(await server.received('StopTransaction')).toMatchObject({
      transactionId: 1001,
      meterStop: 28_730,
      timestamp: '2025-01-15T11:50:00.000Z',
      reason: 'Remote',
      transactionData: [
        { sampledValue: [{ value: '10000', context: 'Transaction.Begin' }, {}] },
        { sampledValue: [{ value: '28730', context: 'Transaction.End' }, {}] },
      ],
    });
    await server.told(1, 'Finishing');
    charger.unplug(1);
    await server.told(1, 'Available');
  });

  test('ends at the meter that a test sets, whatever the power was', async () => {
    const { server, clock, createCharger } = testbed();
    const charger = createCharger({ powerW: 7400, configuration: { MeterValueSampleInterval: '0' } });
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'CARD');
    clock.advance(75 * MINUTES);
    charger.setMeterWh(1, 28_730);
    charger.stop(1);
    expect(await server.received('StopTransaction')).toMatchObject({ meterStop: 28_730, reason: 'Local' });
    expect(server.paramsOf('MeterValues')).toEqual([]);
  });

  test('plug-in first: Preparing, Authorize, StartTransaction, Charging (TC_003)', async () => {
    const { server, createCharger } = testbed();
    const charger = createCharger();
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'VALID1');
    await server.told(1, 'Charging');
    expect(server.actions().slice(3)).toEqual([
      'StatusNotification',
      'Authorize',
      'StartTransaction',
      'StatusNotification',
    ]);
  });

  test('identification first: nothing starts before the cable is in (TC_004_1)', async () => {
    const { server, createCharger } = testbed();
    const charger = createCharger();
    await charger.connect();
    await charger.tap(1, 'VALID1');
    await server.told(1, 'Preparing');
    expect(server.paramsOf('StartTransaction')).toEqual([]);
    charger.plugIn(1);
    await server.told(1, 'Charging');
    expect(server.paramsOf('StartTransaction')).toHaveLength(1);
  });

  test('identification first, no cable: ConnectionTimeOut makes it Available again (TC_004_2)', async () => {
    const { server, clock, createCharger } = testbed();
    const charger = createCharger({ configuration: { ConnectionTimeOut: '30' } });
    await charger.connect();
    await charger.tap(1, 'VALID1');
    await server.told(1, 'Preparing');
    clock.advance(30_000);
    await server.told(1, 'Available');
    charger.plugIn(1);
    await server.told(1, 'Preparing');
    expect(server.paramsOf('StartTransaction')).toEqual([]);
  });

  test('unplugging ends it: StopTransaction EVDisconnected, Finishing, Available (TC_005_1)', async () => {
    const { server, createCharger } = testbed();
    const charger = createCharger();
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'VALID1');
    await server.told(1, 'Charging');
    charger.unplug(1);
    await server.told(1, 'Available');
    expect(server.actions().slice(-3)).toEqual([
      'StopTransaction',
      'StatusNotification',
      'StatusNotification',
    ]);
    expect(server.paramsOf('StopTransaction')).toMatchObject([{ reason: 'EVDisconnected' }]);
    expect(server.paramsOf('StatusNotification').at(-2)).toMatchObject({ status: 'Finishing' });
  });

  test('goes on without the vehicle where StopTransactionOnEVSideDisconnect is false', async () => {
    const { server, createCharger } = testbed();
    const charger = createCharger({ configuration: { StopTransactionOnEVSideDisconnect: 'false' } });
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'VALID1');
    charger.unplug(1);
    await server.told(1, 'SuspendedEV');
    charger.plugIn(1);
    await server.told(1, 'Charging');
    expect(server.paramsOf('StopTransaction')).toEqual([]);
  });

  test('a full battery suspends it (SuspendedEV) and takes no more energy', async () => {
    const { server, clock, createCharger } = testbed();
    const charger = createCharger({
      vehicle: { socPercent: 90, capacityKwh: 60 },
      configuration: { MeterValueSampleInterval: '0' },
    });
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'VALID1');
    clock.advance(24 * 60 * MINUTES);
    await server.told(1, 'SuspendedEV');
    charger.stop(1);
    expect(await server.received('StopTransaction')).toMatchObject({ meterStop: 16_000 });
  });

  test('the same card ends it, a card of the same group too, another does not', async () => {
    const { server, createCharger } = testbed();
    server.setAnswers({
      Authorize: ({ idTag }) => ({
        idTagInfo: { status: 'Accepted', ...(idTag.startsWith('G') ? { parentIdTag: 'GROUP' } : {}) },
      }),
    });
    const charger = createCharger();
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'G-ONE');
    await server.told(1, 'Charging');
    await charger.tap(1, 'OTHER');
    expect(charger.connector(1)?.status).toBe('Charging');
    await charger.tap(1, 'G-TWO');
    expect(await server.received('StopTransaction')).toMatchObject({ idTag: 'G-TWO', reason: 'Local' });
  });

  test('a refused card starts nothing (TC_023)', async () => {
    const { server, createCharger } = testbed();
    server.setAnswers({ Authorize: () => ({ idTagInfo: { status: 'Blocked' } }) });
    const charger = createCharger();
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'BLOCKED');
    expect(charger.connector(1)?.status).toBe('Preparing');
    expect(charger.connector(1)?.transaction).toBeNull();
  });

  test.each([
    { key: 'true', status: 'Finishing', stops: [{ reason: 'DeAuthorized' }] },
    { key: 'false', status: 'SuspendedEVSE', stops: [] },
  ] as const)(
    'a start answered Invalid: StopTransactionOnInvalidId $key → $status (TC_037_3)',
    async (expected) => {
      const { server, createCharger } = testbed();
      server.setAnswers({ StartTransaction: () => ({ transactionId: 7, idTagInfo: { status: 'Invalid' } }) });
      const charger = createCharger({ configuration: { StopTransactionOnInvalidId: expected.key } });
      await charger.connect();
      charger.plugIn(1);
      await charger.tap(1, 'UNKNOWN');
      await server.told(1, expected.status);
      expect(server.paramsOf('StopTransaction')).toMatchObject(expected.stops);
    },
  );

  test('a card the charger remembers starts without asking where LocalPreAuthorize is true (TC_007)', async () => {
    const { server, createCharger } = testbed();
    const charger = createCharger({ configuration: { LocalPreAuthorize: 'true' } });
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'VALID1');
    await charger.tap(1, 'VALID1');
    charger.unplug(1);
    charger.plugIn(1);
    await charger.tap(1, 'valid1');
    await server.received('StartTransaction', 2);
    expect(server.paramsOf('Authorize')).toHaveLength(1);
  });

  test('a defect stops the energy, not the transaction', async () => {
    const { server, clock, createCharger } = testbed();
    const charger = createCharger({ configuration: { MeterValueSampleInterval: '0' } });
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'VALID1');
    charger.fault(1, 'GroundFailure');
    await server.told(1, 'Faulted');
    clock.advance(60 * MINUTES);
    charger.recover(1);
    await server.told(1, 'Charging');
    charger.stop(1);
    expect(await server.received('StopTransaction')).toMatchObject({ meterStop: 10_000 });
  });
});
