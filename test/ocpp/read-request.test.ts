import { describe, expect, test } from 'vitest';

import type { Action } from '../../src/ocpp/v16/messages/index.ts';
import { BOOT, lenient, meterValues, START, STATUS, STOP, taken } from '../support/reading-requests.ts';

describe('a payload of the standard', () => {
  test.each([
    { action: 'Heartbeat', payload: {} },
    { action: 'StartTransaction', payload: START },
    { action: 'StopTransaction', payload: { ...STOP, reason: 'Remote', transactionData: [] } },
    {
      action: 'MeterValues',
      payload: meterValues({ value: '1', unit: 'Celcius' }, { value: '2', unit: 'Celsius' }),
    },
    { action: 'Authorize', payload: { idTag: '' } },
    {
      action: 'StatusNotification',
      payload: { ...STATUS, timestamp: '2026-01-02T03:04:05.123456789+02:00' },
    },
  ] satisfies { action: Action; payload: unknown }[])(
    'of $action is taken as it is',
    ({ action, payload }) => {
      expect(taken(action, payload)).toEqual({ request: payload, fired: [] });
    },
  );
});

describe('what lenient reading takes from any message', () => {
  test('unknown fields go, wherever they are, the first value shown', () => {
    expect(taken('BootNotification', { ...BOOT, extra: 1 })).toEqual({
      request: BOOT,
      fired: ['unknownField extra'],
    });
    expect(taken('MeterValues', meterValues({ value: '1', a: 1 }, { value: '2', a: 2 }))).toEqual({
      request: meterValues({ value: '1' }, { value: '2' }),
      fired: ['unknownField meterValue.sampledValue.a'],
    });
    const read = lenient('Heartbeat', JSON.parse('{"__proto__":{"x":1},"constructor":2}'));
    expect(read).toMatchObject({
      ok: true,
      request: {},
      tolerances: [{ example: '{"x":1}' }, { example: '2' }],
    });
  });

  test('a flood of unknown fields is counted 20 times at most, with short examples', () => {
    const flood = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`f${index}`, 'x'.repeat(200)]),
    );
    const read = lenient('Heartbeat', flood);
    expect(read).toMatchObject({ ok: true, request: {} });
    expect(read.ok && read.tolerances).toHaveLength(20);
    expect(read.ok && read.tolerances[0]?.example).toHaveLength(120);
  });

  test('over-long text is kept, up to 500 characters', () => {
    const info = 'x'.repeat(51);
    expect(taken('StatusNotification', { ...STATUS, info })).toEqual({
      request: { ...STATUS, info },
      fired: ['overlongText info'],
    });
    const serial = '🚗'.repeat(501);
    expect(taken('BootNotification', { ...BOOT, chargePointSerialNumber: serial }).request).toEqual({
      ...BOOT,
      chargePointSerialNumber: '🚗'.repeat(500),
    });
  });

  test('null for an optional field is its absence', () => {
    expect(taken('StatusNotification', { ...STATUS, info: null })).toEqual({
      request: STATUS,
      fired: ['nullField info'],
    });
    expect(taken('StartTransaction', { ...START, reservationId: null })).toEqual({
      request: START,
      fired: ['nullField reservationId'],
    });
  });

  test('an optional field of another type is read if nothing is lost, else left out', () => {
    expect(taken('BootNotification', { ...BOOT, iccid: 8949, imsi: [1] })).toEqual({
      request: { ...BOOT, iccid: '8949' },
      fired: ['coercedString iccid', 'droppedField imsi'],
    });
    expect(taken('LogStatusNotification', { status: 'Uploaded', requestId: '7' })).toEqual({
      request: { status: 'Uploaded', requestId: 7 },
      fired: ['coercedNumber requestId'],
    });
  });

  test('DataTransfer.data of any JSON is taken as its text', () => {
    expect(taken('DataTransfer', { vendorId: 'v', data: { a: [1] } })).toEqual({
      request: { vendorId: 'v', data: '{"a":[1]}' },
      fired: ['coercedString data'],
    });
    expect(taken('DataTransfer', { vendorId: 'v', data: 5 }).request).toEqual({ vendorId: 'v', data: '5' });
  });

  test.each([
    { action: 'DiagnosticsStatusNotification' },
    { action: 'FirmwareStatusNotification' },
    { action: 'LogStatusNotification' },
    { action: 'SignedFirmwareStatusNotification' },
  ] satisfies { action: Action }[])('$action keeps an unknown status raw', ({ action }) => {
    expect(taken(action, { status: 'Bogus' })).toEqual({
      request: { status: 'Bogus' },
      fired: ['unknownEnum status'],
    });
  });

  test('StatusNotification keeps unknown statuses and error codes raw (OCPP 1.5 values)', () => {
    const payload = { connectorId: 1, errorCode: 'Mode3Error', status: 'Occupied' };
    expect(taken('StatusNotification', payload)).toEqual({
      request: payload,
      fired: ['unknownEnum errorCode', 'unknownEnum status'],
    });
  });
});

describe('times', () => {
  test.each(['2026-01-02T03:04:05', '2026-01-02T03:04:05.123456'])(
    '%s without a zone is taken, flagged',
    (timestamp) => {
      expect(taken('StatusNotification', { ...STATUS, timestamp })).toEqual({
        request: { ...STATUS, timestamp },
        fired: ['timestampWithoutZone timestamp'],
      });
      expect(taken('StartTransaction', { ...START, timestamp }).request).toEqual({ ...START, timestamp });
      expect(taken('SecurityEventNotification', { type: 'x', timestamp }).request).toEqual({
        type: 'x',
        timestamp,
      });
    },
  );

  test.each(['yesterday', '', '2026-02-30T00:00:00Z'])('%j is left to the time of receipt', (timestamp) => {
    expect(taken('StatusNotification', { ...STATUS, timestamp })).toEqual({
      request: STATUS,
      fired: ['badTimestamp timestamp'],
    });
    expect(taken('StopTransaction', { ...STOP, timestamp })).toEqual({
      request: { ...STOP, timestamp: null },
      fired: ['badTimestamp timestamp'],
    });
    expect(taken('SecurityEventNotification', { type: 'x', timestamp })).toEqual({
      request: { type: 'x', timestamp: null },
      fired: ['badTimestamp timestamp'],
    });
  });

  test('that are absent are left to the time of receipt', () => {
    expect(taken('SecurityEventNotification', { type: 'x' })).toEqual({
      request: { type: 'x', timestamp: null },
      fired: ['missingTimestamp timestamp'],
    });
    expect(taken('StartTransaction', { connectorId: 1, idTag: 'T', meterStart: 1 })).toEqual({
      request: { connectorId: 1, idTag: 'T', meterStart: 1, timestamp: null },
      fired: ['missingTimestamp timestamp'],
    });
    expect(
      taken('MeterValues', { connectorId: 1, meterValue: [{ sampledValue: [{ value: '1' }] }] }),
    ).toEqual({
      request: { connectorId: 1, meterValue: [{ timestamp: null, sampledValue: [{ value: '1' }] }] },
      fired: ['missingTimestamp meterValue.timestamp'],
    });
  });
});
