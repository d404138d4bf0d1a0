import { describe, expect, test } from 'vitest';

import type { Action } from '../../src/ocpp/v16/messages/index.ts';
import { lenient, meterValues, START, STOP, taken, TIME } from '../support/reading-requests.ts';

describe('transaction-related messages are never refused (OCPP 1.6 3.7.1)', () => {
  test.each([
    {
      action: 'StartTransaction',
      request: { connectorId: null, idTag: null, meterStart: null, timestamp: null },
    },
    { action: 'StopTransaction', request: { transactionId: null, meterStop: null, timestamp: null } },
    { action: 'MeterValues', request: { connectorId: null, meterValue: null } },
  ] satisfies { action: Action; request: unknown }[])(
    '$action without any field has nulls',
    ({ action, request }) => {
      expect(taken(action, {}).request).toEqual(request);
    },
  );

  test.each([
    { sent: { connectorId: '1' }, read: { connectorId: 1 }, fired: ['coercedNumber connectorId'] },
    { sent: { connectorId: ' 1.0 ' }, read: { connectorId: 1 }, fired: ['coercedNumber connectorId'] },
    { sent: { connectorId: 'one' }, read: { connectorId: null }, fired: ['droppedField connectorId'] },
    { sent: { connectorId: 1.5 }, read: { connectorId: null }, fired: ['droppedField connectorId'] },
    { sent: { connectorId: null }, read: { connectorId: null }, fired: ['nullField connectorId'] },
    { sent: { connectorId: -1 }, read: { connectorId: -1 }, fired: [] },
    { sent: { meterStart: 12.7 }, read: { meterStart: 12.7 }, fired: ['fractionalMeter meterStart'] },
    {
      sent: { meterStart: '12.7' },
      read: { meterStart: 12.7 },
      fired: ['coercedNumber meterStart', 'fractionalMeter meterStart'],
    },
    { sent: { meterStart: '12 kWh' }, read: { meterStart: null }, fired: ['droppedField meterStart'] },
    { sent: { idTag: 12345 }, read: { idTag: '12345' }, fired: ['coercedString idTag'] },
    { sent: { idTag: 2 ** 60 }, read: { idTag: null }, fired: ['droppedField idTag'] },
    { sent: { idTag: { a: 1 } }, read: { idTag: null }, fired: ['droppedField idTag'] },
    { sent: { idTag: 'x'.repeat(21) }, read: { idTag: 'x'.repeat(21) }, fired: ['overlongText idTag'] },
    { sent: { reservationId: 'none' }, read: {}, fired: ['droppedField reservationId'] },
    {
      sent: { timestamp: 1767323045 },
      read: { timestamp: null },
      fired: ['coercedString timestamp', 'badTimestamp timestamp'],
    },
    { sent: { timestamp: {} }, read: { timestamp: null }, fired: ['badTimestamp timestamp'] },
  ])('StartTransaction with $sent', ({ sent, read, fired }) => {
    expect(taken('StartTransaction', { ...START, ...sent })).toEqual({
      request: { ...START, ...read },
      fired,
    });
  });

  test.each([
    { sent: { reason: 'Bogus' }, read: { reason: 'Other' }, fired: ['unknownEnum reason'] },
    { sent: { reason: 7 }, read: { reason: 'Other' }, fired: ['unknownEnum reason'] },
    { sent: { reason: null }, read: {}, fired: ['nullField reason'] },
    { sent: { idTag: 'x'.repeat(600) }, read: { idTag: 'x'.repeat(500) }, fired: ['overlongText idTag'] },
    { sent: { transactionId: '-1' }, read: { transactionId: -1 }, fired: ['coercedNumber transactionId'] },
    { sent: { transactionData: 'none' }, read: {}, fired: ['droppedField transactionData'] },
    {
      sent: { transactionData: { timestamp: TIME, sampledValue: { value: 3 } } },
      read: { transactionData: [{ timestamp: TIME, sampledValue: [{ value: '3' }] }] },
      fired: [
        'singleObjectForArray transactionData',
        'singleObjectForArray transactionData.sampledValue',
        'coercedString transactionData.sampledValue.value',
      ],
    },
  ])('StopTransaction with $sent', ({ sent, read, fired }) => {
    expect(taken('StopTransaction', { ...STOP, ...sent })).toEqual({ request: { ...STOP, ...read }, fired });
  });

  test('the raw reason stands in the example', () => {
    expect(lenient('StopTransaction', { ...STOP, reason: 'Bogus' })).toMatchObject({
      tolerances: [{ name: 'unknownEnum', field: 'reason', example: 'Bogus' }],
    });
  });

  test.each([
    {
      sample: { value: 12.5 },
      kept: { value: '12.5' },
      fired: ['coercedString meterValue.sampledValue.value'],
    },
    {
      sample: { value: '1', phase: null },
      kept: { value: '1' },
      fired: ['nullField meterValue.sampledValue.phase'],
    },
    { sample: { value: '' }, kept: { value: '' }, fired: [] },
    { sample: {}, kept: undefined, fired: ['droppedSample meterValue.sampledValue.value'] },
    { sample: { value: true }, kept: undefined, fired: ['droppedSample meterValue.sampledValue.value'] },
    { sample: 'text', kept: undefined, fired: ['droppedSample meterValue.sampledValue'] },
    ...['measurand', 'unit', 'phase', 'location', 'format', 'context'].map((field) => ({
      sample: { value: '1', [field]: 'Bogus' },
      kept: undefined,
      fired: [
        `unknownEnum meterValue.sampledValue.${field}`,
        `droppedSample meterValue.sampledValue.${field}`,
      ],
    })),
  ])('MeterValues with the sample $sample', ({ sample, kept, fired }) => {
    const sound = { value: '7', unit: 'Wh' };
    const request = meterValues(sound, ...(kept === undefined ? [] : [kept]), sound);
    expect(taken('MeterValues', meterValues(sound, sample, sound))).toEqual({ request, fired });
  });

  test.each([
    {
      meterValue: { timestamp: TIME, sampledValue: [{ value: '1' }] },
      read: [{ timestamp: TIME, sampledValue: [{ value: '1' }] }],
      fired: ['singleObjectForArray meterValue'],
    },
    { meterValue: [], read: [], fired: ['emptyList meterValue'] },
    {
      meterValue: [{ timestamp: TIME, sampledValue: [] }],
      read: [{ timestamp: TIME, sampledValue: [] }],
      fired: ['emptyList meterValue.sampledValue'],
    },
    {
      meterValue: [{ timestamp: TIME }],
      read: [{ timestamp: TIME, sampledValue: [] }],
      fired: ['missingField meterValue.sampledValue'],
    },
    {
      meterValue: [{ timestamp: 5, sampledValue: 'x' }, 7],
      read: [{ timestamp: null, sampledValue: [] }],
      fired: [
        'badTimestamp meterValue.timestamp',
        'droppedSample meterValue.sampledValue',
        'droppedSample meterValue',
      ],
    },
    { meterValue: 'x', read: null, fired: ['droppedField meterValue'] },
  ])('MeterValues with meterValue $meterValue', ({ meterValue, read, fired }) => {
    expect(taken('MeterValues', { connectorId: 1, meterValue })).toEqual({
      request: { connectorId: 1, meterValue: read },
      fired,
    });
  });

  test('a thousand bad samples among good ones cost the good ones nothing', () => {
    const samples = Array.from({ length: 2000 }, (_, index) =>
      index % 2 === 0 ? { value: String(index) } : { value: String(index), unit: 'Hertz' },
    );
    expect(taken('MeterValues', meterValues(...samples))).toEqual({
      request: meterValues(...samples.filter((_, index) => index % 2 === 0)),
      fired: ['unknownEnum meterValue.sampledValue.unit', 'droppedSample meterValue.sampledValue.unit'],
    });
  });

  test('what was handed in is not changed', () => {
    const payload = { ...meterValues({ value: 1, unit: 'Hertz' }, { value: 2, extra: 1 }), extra: 1 };
    const before = structuredClone(payload);
    taken('MeterValues', payload);
    expect(payload).toEqual(before);
  });
});
