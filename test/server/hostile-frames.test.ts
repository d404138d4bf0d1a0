import { describe, expect, test } from 'vitest';
import { meterValues, start, status, stop } from '../support/charger-messages.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { RawCharger } from '../support/raw-charger.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

/** Bytes that a row of an object's storage may have; workerd itself would take more. */
const LONGEST_ROW = 2_000_000;

const TIME = '2025-01-15T10:35:00Z';

/** The answer to a call whose payload is given as text: no JSON.stringify could write it. */
function callText(charger: RawCharger, action: string, payload: string) {
  const id = `hostile-${charger.frames.length}`;
  charger.send(`[2,"${id}","${action}",${payload}]`);
  return charger.answerTo(id);
}

/** In all nearly a frame: brackets that JSON.parse reads, and JSON.stringify cannot write. */
function brackets(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** Short as they come, four times as long when they are written down again: over 2 MB, which no row holds. */
function longNumbers(count: number): string {
  return `[${Array.from({ length: count }, () => '1e20').join(',')}]`;
}

describe('what no row can hold', () => {
  test.each([
    ['nested too deeply', brackets(500_000)],
    ['too long', longNumbers(150_000)],
  ])('meter values that are %s are acknowledged, and the session goes on (OCPP 1.6 4.7)', async (_, junk) => {
    const { charger, chargeBoxId } = await onlineCharger(account);
    const [, , started] = await charger.call('StartTransaction', start({}));
    const { transactionId } = started as { transactionId: number };
    const payload = `{"connectorId":1,"transactionId":${transactionId},"meterValue":${junk}}`;
    expect((await callText(charger, 'MeterValues', payload))[0]).toBe(3);
    expect((await charger.call('MeterValues', meterValues(1, transactionId, TIME, 12_000)))[0]).toBe(3);
    expect((await charger.call('StopTransaction', stop({ transactionId })))[0]).toBe(3);
    const query = 'SELECT max(length(data)) AS longest FROM meter_values';
    const [row] = await server.objectRows('Charger', chargeBoxId.toLowerCase(), query);
    expect(row?.longest).toBeLessThan(LONGEST_ROW);
    await charger.close();
  });

  test.each([
    ['nested too deeply', brackets(500_000)],
    ['too long', longNumbers(150_000)],
  ])('a stop whose data is %s is acknowledged, and listed without it (OCPP 1.6 4.10)', async (_, junk) => {
    const { charger, chargeBoxId } = await onlineCharger(account);
    const payload = `{"transactionId":77,"meterStop":9,"timestamp":"${TIME}","transactionData":${junk}}`;
    expect((await callText(charger, 'StopTransaction', payload))[0]).toBe(3);
    const { status: answered, body } = await account.get(`/chargers/${chargeBoxId}/orphan-stops`);
    expect(answered).toBe(200);
    expect(body).toMatchObject({
      orphanStops: [{ payload: { transactionId: 77, meterStop: 9, timestamp: TIME } }],
    });
    expect(JSON.stringify(body)).not.toContain('transactionData');
    await charger.close();
  });
});

test('numbers beyond 2^53 leave nothing behind that could not be read again', async () => {
  const { charger, chargeBoxId } = await onlineCharger(account);
  const refused = await charger.call('StatusNotification', status(1e300, 'Available'));
  expect(refused.slice(0, 3)).toEqual([4, refused[1], 'PropertyConstraintViolation']);
  const payload = { ...start({ connectorId: 2 ** 60, meterStart: 2 ** 60 }), reservationId: -(2 ** 60) };
  const [, , started] = await charger.call('StartTransaction', payload);
  const { transactionId } = started as { transactionId: number };
  expect((await charger.call('StopTransaction', stop({ transactionId })))[0]).toBe(3);
  expect((await account.get(`/chargers/${chargeBoxId}`)).status).toBe(200);
  expect((await account.get(`/transactions?chargeBoxId=${chargeBoxId}`)).body).toMatchObject({
    transactions: [{ ocppTransactionId: transactionId, connectorId: null }],
  });
  await charger.close();
});

test('frames of wide characters do not outgrow the attachment of the socket that carries their trace', async () => {
  const online = await onlineCharger(account);
  let { charger } = online;
  // Connecting again hands on the trace, which is written down whenever 40 frames or so have come together.
  for (let connected = 0; connected < 10; connected += 1) {
    for (let sent = 0; sent < 6; sent += 1) {
      // One wide character among plain ones: V8 takes two bytes for each of them all.
      const payload = { vendorId: '🚗', data: 'x'.repeat(150) };
      expect((await charger.call('DataTransfer', payload, `${connected}-${sent}`))[0]).toBe(3);
    }
    charger = await RawCharger.connect(account.url, online.chargeBoxId);
    expect((await charger.call('Heartbeat', {}))[0]).toBe(3);
  }
  const query = 'action=DataTransfer&kind=call&limit=1';
  const { body } = await account.get(`/chargers/${online.chargeBoxId}/messages?${query}`);
  expect(JSON.stringify(body)).toContain('🚗');
  await charger.close();
});
