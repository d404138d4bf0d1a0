import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { transactionsOf } from '../../support/account.ts';
import { boot, status } from '../../support/charger-messages.ts';
import { exampleOf, flagsOf, meterValuesOf, readCharger, readConnector } from '../../support/charger-view.ts';
import { onlineCharger } from '../../support/online-charger.ts';
import { begin, end, register, sample, expectTransaction } from '../../support/quirky-session.ts';
import { newAccount, sharedServer, unique } from '../../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);
const Skew = z.looseObject({ clockSkewSeconds: z.int() });

/** The time now, so much further, as a charger writes it. */
function fromNow(seconds: number): string {
  return `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;
}

function secondsBetween(time: string, other: number): number {
  return Math.abs(Date.parse(time) - other) / 1000;
}

/** How many seconds the charger's clock is ahead, as REST shows it. */
async function clockSkewOf(chargeBoxId: string): Promise<number> {
  return Skew.parse(await readCharger(account, chargeBoxId)).clockSkewSeconds;
}

describe('a clock that was never set', () => {
  test('1970 (MicroOcpp): the time of receipt stands in, raw times are kept, clockNotSet', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { timestamp: '1970-01-01T00:02:10Z' });
    await sample(charger, { transactionId }, register('11000'), '1970-01-01T00:03:10Z');
    await charger.call('StatusNotification', status(1, 'Charging', '1970-01-01T00:02:11Z'));
    const [transaction] = await transactionsOf(account, chargeBoxId);
    expect(secondsBetween(String(transaction?.['startTime']), Date.now())).toBeLessThan(30);
    const [value] = await meterValuesOf(account, transaction?.transactionId ?? '');
    expect(secondsBetween(value?.timestamp ?? '', Date.now())).toBeLessThan(30);
    const { since } = (await readConnector(account, chargeBoxId, 1)) as { since: string };
    expect(secondsBetween(since, Date.now())).toBeLessThan(30);
    await end(charger, { transactionId, timestamp: '1970-01-01T00:10:00Z' });
    await expectTransaction(account, chargeBoxId, {
      status: 'completed',
      energyDelivered: 18.73,
      anomalies: expect.arrayContaining(['clockNotSet']),
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ clockNotSet: 4 });
    expect(await exampleOf(account, chargeBoxId, 'clockNotSet')).toBe('1970-01-01T00:02:10Z');
    await charger.close();
  });
});

describe('a clock that is wrong', () => {
  test('local time marked Z, ahead (chargers used with SteVe): taken, clockAhead and clockSkew', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StatusNotification', status(1, 'Preparing', fromNow(7_200)));
    const ahead = fromNow(7_200);
    await begin(charger, { timestamp: ahead });
    await expectTransaction(account, chargeBoxId, { startTime: ahead, anomalies: ['clockAhead'] });
    expect(await flagsOf(account, chargeBoxId)).toMatchObject({ clockAhead: 2, clockSkew: 1 });
    expect(await clockSkewOf(chargeBoxId)).toBeGreaterThan(7_190);
    await charger.close();
  });

  test('behind: clockSkew with how far, as the charger tells it with a status', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StatusNotification', status(1, 'Preparing', fromNow(-3_600)));
    expect(await flagsOf(account, chargeBoxId)).toEqual({ clockSkew: 1 });
    expect(await clockSkewOf(chargeBoxId)).toBeLessThan(-3_590);
    expect(await exampleOf(account, chargeBoxId, 'clockSkew')).toMatch(/^-36\d\d s$/);
    await charger.close();
  });

  test('behind by a status that has lasted, as it is told again after a boot: it says nothing of the clock', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await charger.call('StatusNotification', status(1, 'Available', fromNow(-3_600)));
    await charger.call('StatusNotification', status(2, 'Available', fromNow(-3_600)));
    expect(await flagsOf(account, chargeBoxId)).toEqual({});
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ clockSkewSeconds: null });
    await charger.close();
  });

  test('behind by samples, a start or a stop: these may have waited in the charger, so it tells nothing', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { timestamp: fromNow(-7_200) });
    await sample(charger, { transactionId }, register('12450'), fromNow(-3_600));
    await end(charger, { transactionId, timestamp: fromNow(-1_800) });
    expect(await flagsOf(account, chargeBoxId)).toEqual({});
    expect(await readCharger(account, chargeBoxId)).toMatchObject({ clockSkewSeconds: null });
    await charger.close();
  });

  test('a stop 11 minutes before its start (go-e): closed with its energy, stopBeforeStart', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { timestamp: '2025-01-15T10:35:00Z' });
    await end(charger, { transactionId, timestamp: '2025-01-15T10:24:00Z' });
    await expectTransaction(account, chargeBoxId, {
      status: 'completed',
      durationMinutes: 0,
      energyDelivered: 18.73,
      stopTime: '2025-01-15T10:24:00Z',
      anomalies: ['stopBeforeStart'],
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ stopBeforeStart: 1 });
    await charger.close();
  });

  test('samples from the future are kept in their order, sampleFromFuture', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger);
    await sample(charger, { transactionId }, register('12450'), fromNow(3_600));
    await expectTransaction(account, chargeBoxId, { energyDelivered: 2.45, anomalies: ['sampleFromFuture'] });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ sampleFromFuture: 1, clockSkew: 1 });
    expect(await clockSkewOf(chargeBoxId)).toBeGreaterThan(3_590);
    await charger.close();
  });
});

describe('how times are written', () => {
  test('without a zone (Growatt): UTC, timestampWithoutZone', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    const transactionId = await begin(charger, { timestamp: '2025-01-15T10:35:00' });
    await end(charger, { transactionId, timestamp: '2025-01-15 11:50:00' });
    await expectTransaction(account, chargeBoxId, {
      startTime: '2025-01-15T10:35:00Z',
      stopTime: '2025-01-15T11:50:00Z',
      durationMinutes: 75,
    });
    expect(await flagsOf(account, chargeBoxId)).toEqual({ timestampWithoutZone: 2 });
    await charger.close();
  });

  test('with an offset and many decimals: the same moment, and nothing odd', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await begin(charger, { timestamp: '2025-01-15T12:35:00.123456789+02:00' });
    await expectTransaction(account, chargeBoxId, { startTime: '2025-01-15T10:35:00.123Z', anomalies: [] });
    expect(await flagsOf(account, chargeBoxId)).toEqual({});
    await charger.close();
  });

  test.each([
    ['unreadable', 'soon', 'badTimestamp'],
    ['missing', undefined, 'missingTimestamp'],
  ])('%s: the time of receipt, %s gives %s', async (_, timestamp, flag) => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    await begin(charger, { timestamp });
    const [transaction] = await transactionsOf(account, chargeBoxId);
    expect(secondsBetween(String(transaction?.['startTime']), Date.now())).toBeLessThan(30);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ [flag]: 1 });
    await charger.close();
  });

  test('ours, for a charger that reads no fractions (chargers used with lbbrhzn): omitMilliseconds', async () => {
    const idTag = unique('T').slice(0, 12);
    await account.post('/id-tags', { idTag, expiryDate: '2099-01-01T00:00:00.000Z' });
    const { charger } = await onlineCharger(account, { settings: { omitMilliseconds: true } });
    const whole = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect((await charger.call('BootNotification', boot()))[2]).toMatchObject({ currentTime: whole });
    expect((await charger.call('Heartbeat', {}))[2]).toEqual({ currentTime: whole });
    expect((await charger.call('Authorize', { idTag }))[2]).toMatchObject({
      idTagInfo: { status: 'Accepted', expiryDate: '2099-01-01T00:00:00Z' },
    });
    await charger.close();
  });
});
