import { expect, test } from 'vitest';
import { start, status } from '../../support/charger-messages.ts';
import { flagsOf } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { begin, end, expectTransaction, register, sample } from '../../support/quirky-session.ts';
import { newAccount, sharedServer } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** Whether a flag of the charger, or an anomaly of its transaction, is there. */
async function expectFlag(chargeBoxId: string, flag: string): Promise<void> {
  expect(Object.keys(await flagsOf(account, chargeBoxId))).toContain(flag);
}

async function expectAnomaly(chargeBoxId: string, ...names: string[]): Promise<void> {
  await expectTransaction(account, chargeBoxId, { anomalies: expect.arrayContaining(names) });
}

test('a field that is null, and a start without its meter reading: nullField, missingField', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const answer = await charger.call('StatusNotification', { ...status(1, 'Preparing'), info: null });
  expect(answer[0]).toBe(3);
  await expectFlag(chargeBoxId, 'nullField');
  const { meterStart: _, ...withoutReading } = start({});
  expect((await charger.call('StartTransaction', withoutReading))[0]).toBe(3);
  await expectAnomaly(chargeBoxId, 'missingField', 'meterStartUnknown');
  await charger.close();
});

test('an answer with true as a text, and one with three decimals: coercedBoolean, extraDecimals', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const asking = account.post(`/chargers/${chargeBoxId}/configuration/get`, { key: ['Foo'] });
  const { id } = await charger.nextCall();
  charger.sendFrame(3, id, { configurationKey: [{ key: 'Foo', readonly: 'true', value: '1' }] });
  expect(await asking).toMatchObject({ body: { configurationKey: [{ readonly: true }] } });
  const path = `/chargers/${chargeBoxId}/composite-schedule`;
  const computing = account.post(path, { connectorId: 1, duration: 60 });
  const chargingSchedule = {
    chargingRateUnit: 'A',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 8.123 }],
  };
  charger.sendFrame(3, (await charger.nextCall()).id, {
    status: 'Accepted',
    connectorId: 1,
    scheduleStart: '2025-01-15T10:00:00Z',
    chargingSchedule,
  });
  expect(await computing).toMatchObject({ status: 200, body: { status: 'Accepted' } });
  await expectFlag(chargeBoxId, 'coercedBoolean');
  await expectFlag(chargeBoxId, 'extraDecimals');
  await charger.close();
});

test('Charging without a transaction, a tag that nobody registered, a stop by a stranger: chargingWithoutTransaction, openIdTag, foreignStop', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account, { settings: { tagPolicy: 'open' } });
  await charger.call('StatusNotification', status(1, 'Charging'));
  await charger.call('Authorize', { idTag: 'NOBODY' });
  const transactionId = await begin(charger, { idTag: 'NOBODY' });
  await end(charger, { transactionId, idTag: 'STRANGER' });
  await expectAnomaly(chargeBoxId, 'foreignStop');
  await expectFlag(chargeBoxId, 'chargingWithoutTransaction');
  await expectFlag(chargeBoxId, 'openIdTag');
  await expectFlag(chargeBoxId, 'foreignStop');
  await charger.close();
});

test('samples with an unknown phase, an impossible SoC, no connector: unknownSampleField, invalidSoc, meterValuesWithoutConnector', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const transactionId = await begin(charger);
  await sample(charger, { transactionId }, register('12450', { phase: 'L4' }));
  await sample(charger, { transactionId }, [{ value: '255', measurand: 'SoC', unit: 'Percent' }]);
  await sample(charger, { transactionId, connectorId: undefined }, register('12460'));
  await expectAnomaly(chargeBoxId, 'unknownSampleField', 'invalidSoc', 'meterValuesWithoutConnector');
  await charger.close();
});

test.each([
  ['0 although samples show energy', 10_000, 12_000, 0, 'meterStopZero'],
  ['below the last sample', 10_000, 12_000, 12_100, 'meterStopBelowLastSample'],
  ['of a lifetime register, after a placeholder', 0, 5_000_000, 5_000_400, 'meterStartOtherScale'],
])(
  'a final reading %s: from %i over samples from %i to %i is %s',
  async (_what, meterStart, first, meterStop, name) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { meterStart });
    await sample(charger, { transactionId }, register(String(first)));
    await sample(charger, { transactionId }, register(String(first + 250)), '2025-01-15T10:46:00Z');
    await end(charger, { transactionId, meterStop });
    await expectAnomaly(chargeBoxId, name);
    await charger.close();
  },
);

test('samples without a time that can be read: sampleWithoutTime, and the time of receipt', async () => {
  const { chargeBoxId, charger } = await onlineCharger(account);
  const transactionId = await begin(charger, {});
  const meterValue = [{ timestamp: 'yesterday', sampledValue: [{ value: '12450' }] }];
  expect((await charger.call('MeterValues', { connectorId: 1, transactionId, meterValue }))[0]).toBe(3);
  await expectFlag(chargeBoxId, 'sampleWithoutTime');
  await charger.close();
});
