import { describe, expect, test } from 'vitest';

import { messages } from '../../src/ocpp/v16/messages/index.ts';
import { useTestbed } from './testbed.ts';

const MINUTES = 60_000;
const testbed = useTestbed();

describe('offline', () => {
  test('a whole session without the server is told afterwards, in order, with its own times (TC_039)', async () => {
    const { server, clock, createCharger } = testbed();
    const charger = createCharger({ configuration: { MeterValueSampleInterval: '1800' } });
    await charger.connect();
    const before = server.calls.length;
    charger.goOffline();
    charger.plugIn(1);
    await charger.tap(1, 'CARD');
    clock.advance(75 * MINUTES);
    charger.stop(1);
    charger.unplug(1);
    clock.advance(10 * MINUTES);
    expect(server.calls).toHaveLength(before);

    charger.goOnline();
    await server.received('StopTransaction');
    await charger.whenIdle();
    expect(server.actions().slice(before)).toEqual([
      'StartTransaction',
      'MeterValues',
      'MeterValues',
      'StopTransaction',
    ]);
    expect(server.paramsOf('StartTransaction')).toMatchObject([{ timestamp: '2025-01-15T10:35:00.000Z' }]);
    expect(server.paramsOf('MeterValues')).toMatchObject([
      { transactionId: 1001, meterValue: [{ timestamp: '2025-01-15T11:05:00.000Z' }] },
      { transactionId: 1001, meterValue: [{ timestamp: '2025-01-15T11:35:00.000Z' }] },
    ]);
    expect(server.paramsOf('StopTransaction')).toMatchObject([
      { transactionId: 1001, timestamp: '2025-01-15T11:50:00.000Z', meterStop: 28_730 },
    ]);
  });

  test('a session that still runs: start first, then the status that differs, and no boot (TC_037_1)', async () => {
    const { server, createCharger } = testbed();
    const charger = createCharger({ connectorCount: 2 });
    await charger.connect();
    const before = server.calls.length;
    charger.goOffline();
    charger.plugIn(1);
    await charger.tap(1, 'CARD');
    charger.goOnline();
    await server.told(1, 'Charging');
    expect(server.actions().slice(before)).toEqual(['StartTransaction', 'StatusNotification']);
    const stopped = charger.waitFor('stopConfirmed');
    await server.command('CP-OFFICE-01', 'RemoteStopTransaction', { transactionId: 1001 });
    expect(await stopped).toMatchObject({ transactionId: 1001 });
  });

  test('an unknown card is refused where AllowOfflineTxForUnknownId is false', async () => {
    const { createCharger } = testbed();
    const charger = createCharger({ configuration: { AllowOfflineTxForUnknownId: 'false' } });
    charger.plugIn(1);
    await charger.tap(1, 'CARD');
    expect(charger.connector(1)?.status).toBe('Preparing');
  });

  test('a start whose answer was lost with the socket is sent again after the reconnect (OCPP 1.6 3.7.1)', async () => {
    const { server, createCharger } = testbed();
    let starts = 0;
    server.setAnswers({
      StartTransaction: () => {
        starts += 1;
        if (starts === 1) server.dropSocket('CP-OFFICE-01');
        return { transactionId: 5, idTagInfo: { status: 'Accepted' } };
      },
    });
    const charger = createCharger();
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'CARD');
    await charger.waitFor('transactionStarted');
    const [first, second] = server.paramsOf('StartTransaction');
    expect(second).toEqual(first);
  });

  test('a stop that the server cannot take is tried again, later each time, and never given up', async () => {
    const { server, clock, createCharger } = testbed();
    server.setAnswers({ StopTransaction: () => Promise.reject(new Error('busy')) });
    const charger = createCharger({
      configuration: { TransactionMessageRetryInterval: '60', MeterValueSampleInterval: '0' },
    });
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'CARD');
    charger.stop(1);
    await server.received('StopTransaction', 1);
    await server.told(1, 'Finishing');
    clock.advance(59_000);
    expect(server.paramsOf('StopTransaction')).toHaveLength(1);
    clock.advance(1000);
    await server.received('StopTransaction', 2);
    await charger.call(messages.Heartbeat, {});
    clock.advance(119_000);
    expect(server.paramsOf('StopTransaction')).toHaveLength(2);
    server.setAnswers({ StopTransaction: () => ({}) });
    clock.advance(1000);
    await charger.waitFor('stopConfirmed');
  });

  test('TransactionMessageAttempts gives a message up; what follows a lost start carries -1 (errata 3.18)', async () => {
    const { server, clock, createCharger } = testbed();
    server.setAnswers({
      StartTransaction: () => Promise.reject(new Error('busy')),
    });
    const charger = createCharger({
      configuration: { TransactionMessageAttempts: '2', TransactionMessageRetryInterval: '60' },
    });
    await charger.connect();
    charger.plugIn(1);
    await charger.tap(1, 'CARD');
    const givenUp = charger.waitFor('messageGivenUp');
    await server.received('StartTransaction', 1);
    await server.told(1, 'Charging');
    clock.advance(60_000);
    await givenUp;
    charger.stop(1);
    expect(await server.received('StopTransaction')).toMatchObject({ transactionId: -1 });
  });
});

test('power loss: boot, statuses (Finishing with the cable in), then StopTransaction PowerLoss (TC_032_1)', async () => {
  const { server, createCharger } = testbed();
  const charger = createCharger();
  await charger.connect();
  charger.plugIn(1);
  await charger.tap(1, 'CARD');
  await server.told(1, 'Charging');
  const before = server.calls.length;
  charger.reboot('PowerLoss');
  expect(await server.received('StopTransaction')).toMatchObject({ reason: 'PowerLoss' });
  expect(server.actions().slice(before)).toEqual([
    'BootNotification',
    'StatusNotification',
    'StatusNotification',
    'StopTransaction',
  ]);
  expect(server.paramsOf('StatusNotification').at(-1)).toMatchObject({ connectorId: 1, status: 'Finishing' });
});
