import { describe, expect, test } from 'vitest';
import { readRequest } from '../../src/ocpp/read-request.ts';
import { type Action, messages } from '../../src/ocpp/v16/messages/index.ts';
import { lenient, START, STOP, TIME } from '../support/reading-requests.ts';

function list(length: number, element: unknown): unknown[] {
  return Array.from({ length }, () => element);
}

function strict(action: Action, payload: unknown) {
  return readRequest(messages[action], payload, { strict: true });
}

describe('lists longer than a message of a charger has', () => {
  const sound = { timestamp: TIME, sampledValue: list(9_999, { value: '1' }) };

  test('are taken whole when nothing is wrong with them', () => {
    const many = {
      connectorId: 1,
      meterValue: list(4_000, { timestamp: TIME, sampledValue: [{ value: '1' }] }),
    };
    const long = { ...STOP, transactionData: [sound] };
    expect(lenient('MeterValues', many)).toEqual({ ok: true, request: many, tolerances: [] });
    expect(strict('MeterValues', many)).toEqual({ ok: true, request: many, tolerances: [] });
    expect(lenient('StopTransaction', long)).toEqual({ ok: true, request: long, tolerances: [] });
  });

  test('are taken whole though another field needs repair', () => {
    const stop = { ...STOP, meterStop: '900', transactionData: [sound] };
    const read = lenient('StopTransaction', stop);
    expect(read.ok && read.request).toEqual({ ...STOP, transactionData: [sound] });
    expect(read.ok && read.tolerances.map(({ name }) => name)).toEqual(['coercedNumber']);
  });

  test('that hold one fault, wherever it is, are gone without; the fields beside them are kept', () => {
    const faulty = { ...sound, sampledValue: [...sound.sampledValue, { value: '1', unit: 'furlong' }] };
    const read = lenient('StopTransaction', { ...STOP, transactionData: [faulty] });
    expect(read).toEqual({
      ok: true,
      request: STOP,
      tolerances: [{ name: 'droppedField', field: 'transactionData' }],
    });
    const refused = strict('StopTransaction', { ...STOP, transactionData: [faulty] });
    expect(!refused.ok && refused.error.code).toBe('PropertyConstraintViolation');
    expect(!refused.ok && refused.error.description).toContain('transactionData.sampledValue.unit');
  });

  test('as one object where a list belongs are taken too', () => {
    const read = lenient('MeterValues', { connectorId: 1, meterValue: sound });
    expect(read.ok && read.request).toEqual({ connectorId: 1, meterValue: [sound] });
    expect(read.ok && read.tolerances.map(({ name }) => name)).toEqual(['singleObjectForArray']);
  });

  test('a hundred thousand unknown fields are dropped, and told by their first', () => {
    const unknown = Object.fromEntries(list(100_000, 1).map((value, index) => [`field${index}`, value]));
    const read = lenient('StartTransaction', { ...unknown, ...START });
    expect(read.ok && read.request).toEqual(START);
    expect(read.ok && read.tolerances[0]).toEqual({ name: 'unknownField', field: 'field0', example: '1' });
    expect(strict('StartTransaction', { ...unknown, ...START })).toMatchObject({
      error: { code: 'FormationViolation', description: 'Unknown field: field0.' },
    });
  });
});

describe('integers beyond 2^53, which the official schemas let pass', () => {
  test('are gone without in transaction-related messages: null where they are required', () => {
    const read = lenient('StartTransaction', { ...START, meterStart: 1e300, reservationId: -(2 ** 60) });
    expect(read).toEqual({
      ok: true,
      request: { ...START, meterStart: null },
      tolerances: [
        { name: 'droppedField', field: 'meterStart', example: '1e+300' },
        { name: 'droppedField', field: 'reservationId', example: '-1152921504606847000' },
      ],
    });
  });

  test.each([
    [
      'StatusNotification',
      { connectorId: 2 ** 53, errorCode: 'NoError', status: 'Available' },
      'connectorId',
    ],
    ['LogStatusNotification', { requestId: 1e21, status: 'Idle' }, 'requestId'],
  ] as const)('are refused in %s', (action, payload, field) => {
    expect(lenient(action, payload)).toEqual({
      ok: false,
      error: {
        code: 'PropertyConstraintViolation',
        description: `${field} is too large an integer.`,
        details: {},
      },
    });
  });

  test('are refused everywhere when the charger is held to the standard', () => {
    const refused = strict('StopTransaction', { ...STOP, meterStop: 2 ** 60 });
    expect(!refused.ok && refused.error.code).toBe('PropertyConstraintViolation');
  });
});
