import { describe, expect, test } from 'vitest';
import { transactionsOf } from '../../support/account.ts';
import { meterValues, start, status } from '../../support/charger-messages.ts';
import { flagsOf, readCharger, SOON } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { begin, end, register, sample, expectTransaction } from '../../support/quirky-session.ts';
import { RawCharger } from '../../support/raw-charger.ts';
import { newAccount, sharedServer } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

describe('samples that name no transaction of ours', () => {
  test.each([
    ['0 (chargers used with SteVe)', { transactionId: 0 }, ['meterValuesUnknownTransaction']],
    ['-1 (a start that was never delivered)', { transactionId: -1 }, ['meterValuesUnknownTransaction']],
    ['a strange number', { transactionId: 4_711 }, ['meterValuesUnknownTransaction']],
    ['2^63 - 1 (Alfen NG910)', { transactionId: 2 ** 63 }, ['droppedField', 'meterValuesWithoutTransaction']],
    ['none (KEBA)', {}, ['meterValuesWithoutTransaction']],
  ])('transactionId %s: they count for the one that runs on the connector', async (_, fields, flags) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await begin(charger);
    await sample(charger, fields, register('12450'));
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2.45, anomalies: flags.toReversed() });
    expect(Object.keys(await flagsOf(account, chargeBoxId))).toEqual(flags);
    await charger.close();
  });

  test('with nothing running they are acknowledged and kept with the connector: nothing blocks the queue (Alfen NG910)', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await sample(charger, { transactionId: 4_711 }, register('12450'));
    expect(await transactionsOf(account, chargeBoxId)).toEqual([]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ meterValuesUnknownTransaction: 1 });
    await charger.close();
  });

  test('after the stop, of its own time (Zaptec Go2, Ocular): they are kept, and the transaction stays closed', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await end(charger, { transactionId });
    await sample(charger, { transactionId }, register('28730'), '2025-01-15T11:49:30Z');
    await expectTransaction(account, chargeBoxId, { status: 'completed', energyDelivered: 18.73 });
    expect(await flagsOf(account, chargeBoxId)).toEqual({});
    await sample(charger, { transactionId }, register('28900'), '2025-01-15T13:00:00Z');
    await expectTransaction(account, chargeBoxId, { status: 'completed', energyDelivered: 18.73 });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ meterValuesAfterStop: 1 });
    await charger.close();
  });

  test('with connectorId 0 (KEBA) and the number of a transaction: the number is believed', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await sample(charger, { connectorId: 0, transactionId }, register('12450'));
    await expectTransaction(account, chargeBoxId, {
      energyDelivered: 2.45,
      anomalies: ['meterValuesWrongConnector'],
    });
    await charger.close();
  });
});

describe('a stop that names no transaction of ours', () => {
  test.each([
    ['0 (DELTA)', 0],
    ['-1 (go-e, EVerest)', -1],
    ['a strange number (Wallbox in free charging)', 4_711],
  ])('transactionId %s ends the only one that it fits: stopMatched', async (_, transactionId) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await begin(charger);
    await end(charger, { transactionId });
    await expectTransaction(account, chargeBoxId, {
      status: 'completed',
      energyDelivered: 18.73,
      anomalies: ['stopMatched'],
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ stopMatched: 1 });
    await charger.close();
  });

  test.each([
    ['without a meter reading (ABL sends -1)', { meterStop: -1 }],
    ['with no transaction number at all', { transactionId: null }],
  ])('%s it still ends the only one', async (_, fields) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await begin(charger);
    await end(charger, { transactionId: 0, ...fields });
    await expectTransaction(account, chargeBoxId, { anomalies: expect.arrayContaining(['stopMatched']) });
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ connectors: [{ transactionId: null }] });
    await charger.close();
  });

  test('in kWh (a charger with meterReadingMultiplier) it fits by what its reading means', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, {
      settings: { meterReadingMultiplier: 1000 },
    });
    await begin(charger, { meterStart: 10 });
    await sample(charger, {}, register('12450'));
    await end(charger, { transactionId: 0, meterStop: 28.73 });
    await expectTransaction(account, chargeBoxId, {
      status: 'completed',
      energyDelivered: 18.73,
      anomalies: expect.arrayContaining(['stopMatched']),
    });
    await charger.close();
  });

  test('that fits nothing (Wallbox) is answered, kept and ends nothing: orphanStop', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    for (let time = 0; time < 3; time += 1) expect(await end(charger, { transactionId: 4_711 })).toEqual({});
    await begin(charger);
    await end(charger, { transactionId: 0, meterStop: 9_000 });
    await expectTransaction(account, chargeBoxId, { status: 'in_progress', anomalies: [] });
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ orphanStop: 4 });
    const orphans = await account.get(`/chargers/${chargeBoxId}/orphan-stops`);
    expect(JSON.stringify(orphans.body)).toContain('4711');
    await charger.close();
  });

  test('that comes again every 10 s (METRON) is answered alike and changes nothing: repeatedStop', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    for (let time = 0; time < 3; time += 1) expect(await end(charger, { transactionId })).toEqual({});
    await end(charger, { transactionId, meterStop: 99_999 });
    await expectTransaction(account, chargeBoxId, { energyDelivered: 18.73, meterStop: 28_730 });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ repeatedStop: 2, differingStop: 1 });
    await charger.close();
  });
});

describe('what was kept offline', () => {
  test('two sessions replayed at once, statuses in between: each with its own times, listed by them', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StatusNotification', status(1, 'Finishing'));
    const morning = await begin(charger, { timestamp: '2025-01-15T08:00:00Z', meterStart: 1_000 });
    await charger.call('StatusNotification', status(1, 'Available'));
    await end(charger, { transactionId: morning, timestamp: '2025-01-15T09:00:00Z', meterStop: 4_000 });
    const noon = await begin(charger, { timestamp: '2025-01-15T12:00:00Z', meterStart: 4_000 });
    await end(charger, { transactionId: noon, timestamp: '2025-01-15T12:30:00Z', meterStop: 6_500 });
    await expect
      .poll(() => transactionsOf(account, chargeBoxId), SOON)
      .toMatchObject([
        {
          ocppTransactionId: noon,
          startTime: '2025-01-15T12:00:00Z',
          durationMinutes: 30,
          energyDelivered: 2.5,
        },
        {
          ocppTransactionId: morning,
          stopTime: '2025-01-15T09:00:00Z',
          durationMinutes: 60,
          energyDelivered: 3,
        },
      ]);
    await charger.close();
  });

  test('an older session that arrives after a newer one is listed before it, by its time', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [1, 2] });
    const newer = await begin(charger, { connectorId: 2, timestamp: '2025-01-15T12:00:00Z' });
    const older = await begin(charger, { timestamp: '2025-01-14T12:00:00Z' });
    await end(charger, { transactionId: older, timestamp: '2025-01-14T13:00:00Z' });
    await expect
      .poll(() => transactionsOf(account, chargeBoxId), SOON)
      .toMatchObject([
        { ocppTransactionId: newer, status: 'in_progress' },
        { ocppTransactionId: older, status: 'completed', startTime: '2025-01-14T12:00:00Z' },
      ]);
    await charger.close();
  });

  test('an unknown tag (chargers used with SteVe resend for ever): the start is answered with a number and Invalid', async () => {
    const { charger } = await onlineCharger(account, { settings: { tagPolicy: 'closed' } });
    const [type, , answer] = await charger.call('StartTransaction', start({ idTag: 'NOBODY' }));
    expect([type, answer]).toMatchObject([
      3,
      { transactionId: expect.any(Number), idTagInfo: { status: 'Invalid' } },
    ]);
    await charger.close();
  });
});

describe('connectors', () => {
  test('that nobody has heard of (MicroOcpp): a start or samples make them, connectorWithoutStatus', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [] });
    await begin(charger, { connectorId: 3 });
    await charger.call('MeterValues', meterValues(2, undefined, '2025-01-15T10:45:00Z', 5));
    expect(await readCharger(account, chargeBoxId)).toMatchObject({
      connectors: [
        { connectorId: 2, status: 'Unavailable', transactionId: null },
        { connectorId: 3, status: 'Charging', transactionId: expect.stringMatching(/^txn_/) },
      ],
    });
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ connectorWithoutStatus: 2 });
    await charger.close();
  });

  test('number 0 (chargers used with SteVe) is the charger itself and hides no other; Charging on it is odd: chargePointStatus', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StatusNotification', status(0, 'Charging'));
    expect(await readCharger(account, chargeBoxId)).toMatchObject({
      connectors: [
        { connectorId: 0, status: 'Charging' },
        { connectorId: 1, status: 'Available' },
      ],
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ chargePointStatus: 1 });
    await charger.close();
  });

  test('number 0 in a start: it gets its number, startWithoutConnector', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await begin(charger, { connectorId: 0 });
    await expectTransaction(account, chargeBoxId, { connectorId: 0, anomalies: ['startWithoutConnector'] });
    await charger.close();
  });

  test('Available before the stop (chargers used with ev-server): the transaction runs on until its stop, availableDuringTransaction', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await charger.call('StatusNotification', status(1, 'Available'));
    await expectTransaction(account, chargeBoxId, { status: 'in_progress' });
    await end(charger, { transactionId });
    await expectTransaction(account, chargeBoxId, { status: 'completed', energyDelivered: 18.73 });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ availableDuringTransaction: 1 });
    await charger.close();
  });
});

describe('remote start', () => {
  test('without a connector (Phoenix CHARX refuses to choose) names the only one', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account, { connectors: [0, 1] });
    const answer = account.post('/transactions/start', { chargeBoxId, idTag: 'USER-001' });
    const call = await charger.nextCall();
    expect(call.payload).toEqual({ idTag: 'USER-001', connectorId: 1 });
    charger.sendFrame(3, call.id, { status: 'Accepted' });
    await answer;
    await charger.close();
  });

  test('refused while Finishing (Autel, Ocular) gives the charger’s word, and the connector its status', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StatusNotification', { ...status(1, 'Finishing'), info: 'unplug first' });
    const answer = account.post('/transactions/start', { chargeBoxId, connectorId: 1 });
    charger.sendFrame(3, (await charger.nextCall()).id, { status: 'Rejected' });
    expect(await answer).toMatchObject({ status: 202, body: { status: 'Rejected' } });
    expect(await readCharger(account, chargeBoxId)).toMatchObject({
      connectors: [{ status: 'Finishing', info: 'unplug first' }],
    });
    await charger.close();
  });
});

test('transaction numbers fit a signed 32-bit integer (Schneider), and a charger moved here meets none of its old small ones twice', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const first = await begin(charger);
  expect(first).toBeGreaterThanOrEqual(1);
  expect(first).toBeLessThanOrEqual(2 ** 31 - 1);
  await charger.terminate();
  const again = await RawCharger.connect(server.url, chargeBoxId);
  expect(await begin(again, { timestamp: '2025-01-15T12:00:00Z' })).toBe(first + 1);
  await again.close();
});
