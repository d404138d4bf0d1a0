import { describe, expect, test } from 'vitest';
import { boot, start, status } from '../../support/charger-messages.ts';
import { flagsOf, meterValuesOf, readCharger, readConnector } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { begin, end, register, sample, expectTransaction } from '../../support/quirky-session.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';
import { transactionsOf } from '../../support/account.ts';

const server = sharedServer();
const account = await newAccount(server);

async function newestTransaction(chargeBoxId: string) {
  const [transaction] = await transactionsOf(account, chargeBoxId);
  return transaction?.transactionId ?? '';
}

describe('texts', () => {
  test('longer than the standard allows (Schneider serial of 33, HICI model of 23): kept whole, overlongText', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const long = { chargePointModel: 'M'.repeat(23), chargePointSerialNumber: 'S'.repeat(33) };
    expect((await charger.call('BootNotification', { ...boot(), ...long }))[2]).toMatchObject({
      status: 'Accepted',
    });
    expect(await readCharger(account, chargeBoxId)).toMatchObject({
      model: long.chargePointModel,
      boot: { chargePointSerialNumber: long.chargePointSerialNumber },
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ overlongText: 2 });
    await charger.close();
  });

  test('that mean nothing (ABB: info "null", vendorErrorCode "0x0000"): shown as absent, meaninglessText', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const words = { info: 'null', vendorErrorCode: '0x0000', vendorId: 'ABB' };
    await charger.call('StatusNotification', { ...status(1, 'Preparing'), ...words });
    expect(await readCharger(account, chargeBoxId)).toMatchObject({
      connectors: [{ status: 'Preparing', info: null, vendorErrorCode: null, vendorId: 'ABB' }],
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ meaninglessText: 1 });
    await charger.close();
  });

  test('where other JSON belongs to a vendor (DataTransfer data as an object): its text, coercedString', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const [, , answer] = await charger.call('DataTransfer', { vendorId: 'v', data: { a: 1 } });
    expect(answer).toEqual({ status: 'UnknownVendorId' });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ coercedString: 1 });
    await charger.close();
  });
});

describe('words that the standard does not list', () => {
  test('errorCode Error (Legrand): taken, shown as OtherError, unknownEnum', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StatusNotification', { ...status(1, 'Faulted'), errorCode: 'Error' });
    expect(await readCharger(account, chargeBoxId)).toMatchObject({
      connectors: [{ status: 'Faulted', errorCode: 'OtherError' }],
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ unknownEnum: 1 });
    await charger.close();
  });

  test('status INIT (ABL): the connector stays as it was, with reportedStatus beside it: unknownStatus', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StatusNotification', status(1, 'INIT'));
    expect(await readCharger(account, chargeBoxId)).toMatchObject({
      connectors: [{ status: 'Available', reportedStatus: 'INIT' }],
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ unknownEnum: 1, unknownStatus: 1 });
    await charger.close();
  });

  test('status Occupied (OCPP 1.5): Preparing without a transaction, Charging with one', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StatusNotification', status(1, 'Occupied'));
    expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({ status: 'Preparing' });
    await begin(charger);
    await charger.call('StatusNotification', status(1, 'Occupied'));
    expect(await readConnector(account, chargeBoxId, 1)).toMatchObject({ status: 'Charging' });
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ unknownStatus: 2 });
    await charger.close();
  });

  test('measurand Request.Energy (chargers used with mobilityhouse/ocpp): kept as sent and not used, unknownMeasurand', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await sample(charger, { transactionId }, [
      { value: '7', measurand: 'Request.Energy' },
      ...register('11000'),
    ]);
    await expectTransaction(account, chargeBoxId, {
      energyDelivered: 1,
      anomalies: expect.arrayContaining(['unknownMeasurand']),
    });
    expect(await meterValuesOf(account, await newestTransaction(chargeBoxId))).toContainEqual(
      expect.objectContaining({ value: null, raw: { value: '7', measurand: 'Request.Energy' } }),
    );
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({
      unknownMeasurand: 1,
      unknownEnum: 1,
      droppedSample: 1,
    });
    await charger.close();
  });

  test.each(['Hertz', 'Hz'])('unit %s (Viridian, and others) is read all the same', async (unit) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await sample(charger, { transactionId }, [{ value: '49.98', measurand: 'Frequency', unit }]);
    expect(await meterValuesOf(account, await newestTransaction(chargeBoxId))).toMatchObject([
      { measurand: 'Frequency', value: 49.98, unit: 'Hz', raw: { unit } },
    ]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ unknownEnum: 1, droppedSample: 1 });
    await charger.close();
  });

  test.each(['Celcius', 'Celsius'])('unit %s: both spellings are the standard’s', async (unit) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await sample(charger, { transactionId }, [{ value: '21.5', measurand: 'Temperature', unit }]);
    expect(await meterValuesOf(account, await newestTransaction(chargeBoxId))).toMatchObject([
      { value: 21.5, unit: 'Celsius' },
    ]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({});
    await charger.close();
  });

  test('a stop reason that nobody knows is read as Other', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await end(charger, { transactionId: await begin(charger), reason: 'CarLeft' });
    await expectTransaction(account, chargeBoxId, { status: 'completed', stopReason: 'Other' });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ unknownEnum: 1 });
    await charger.close();
  });
});

describe('samples', () => {
  test.each<[string, unknown, string]>([
    ['an empty list (Vestel EVC04)', [], 'emptyList'],
    ['an empty value (chargers used with evcc)', register(''), 'invalidSampleValue'],
    ['a decimal comma', register('11000,5'), 'invalidSampleValue'],
    ['NaN', register('NaN'), 'invalidSampleValue'],
  ])('%s: acknowledged, not counted, flagged', async (_, sampledValue, flag) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await sample(charger, { transactionId }, sampledValue);
    await sample(charger, { transactionId }, register('12000'), '2025-01-15T10:50:00Z');
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2 });
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ [flag]: 1 });
    await charger.close();
  });

  test('one object where lists belong (Huawei): read, singleObjectForArray', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    const meterValue = { timestamp: '2025-01-15T10:45:00Z', sampledValue: register('12000')[0] };
    await sample(charger, { transactionId, meterValue }, []);
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2 });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ singleObjectForArray: 2 });
    await charger.close();
  });

  test('a number where text belongs: read, coercedString', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await sample(charger, { transactionId }, register(12_000));
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2 });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ coercedString: 1 });
    await charger.close();
  });
});

describe('id tags', () => {
  const registered = unique('T').slice(0, 12);

  test.each([
    [';NULL behind them (chargers used with ev-server)', `${registered};NULL`],
    ['spaces around them', ` ${registered} `],
    ['NUL behind them', `${registered}\0\0`],
  ])('with %s: looked up without, kept as sent, paddedIdTag', async (_, idTag) => {
    await account.post('/id-tags', { idTag: registered });
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect((await charger.call('Authorize', { idTag }))[2]).toMatchObject({
      idTagInfo: { status: 'Accepted' },
    });
    expect((await charger.call('StartTransaction', start({ idTag })))[2]).toMatchObject({
      idTagInfo: { status: 'Accepted' },
    });
    await expectTransaction(account, chargeBoxId, { idTag, anomalies: ['paddedIdTag'] });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ paddedIdTag: 2 });
    await charger.close();
  });

  test.each([
    ['of more than 20 characters (Ocular)', 'x'.repeat(25), { overlongText: 1 }],
    ['that is empty', '', { startWithoutIdTag: 1 }],
    ['of spaces alone', '   ', { startWithoutIdTag: 1 }],
  ])('one %s: the start gets a number and Invalid, the tag is kept as sent', async (_, idTag, flags) => {
    const { chargeBoxId, charger } = await onlineCharger(account, { settings: { tagPolicy: 'closed' } });
    const [, , answer] = await charger.call('StartTransaction', start({ idTag }));
    expect(answer).toMatchObject({ transactionId: expect.any(Number), idTagInfo: { status: 'Invalid' } });
    await expectTransaction(account, chargeBoxId, { idTag, authorizationStatus: 'Invalid' });
    expect(await flagsOf(account, chargeBoxId)).toEqual(flags);
    await charger.close();
  });

  test('an empty one is Invalid for Authorize too, even where every tag may charge', async () => {
    const { charger } = await onlineCharger(account, { settings: { tagPolicy: 'open' } });
    expect((await charger.call('Authorize', { idTag: '' }))[2]).toEqual({ idTagInfo: { status: 'Invalid' } });
    await charger.close();
  });
});

test.each([0, -1])(
  'reservationId %i (chargers used with SteVe, MicroOcpp) is none: noReservation',
  async (reservationId) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const number = await begin(charger, { reservationId });
    expect(await begin(charger, { reservationId })).toBe(number);
    await expectTransaction(account, chargeBoxId, { anomalies: ['noReservation'] });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ noReservation: 1, repeatedStart: 1 });
    await charger.close();
  },
);
