import { describe, expect, test } from 'vitest';

import type { Action } from '../../src/ocpp/v16/messages/index.ts';
import { BOOT, meterValues, refused, START, STATUS, STOP } from '../support/reading-requests.ts';

describe('what is refused of other messages, and how (OCPP-J 4.2.3)', () => {
  test.each([
    { action: 'Authorize', payload: {}, code: 'ProtocolError', description: 'idTag is missing.' },
    {
      action: 'Authorize',
      payload: { idTag: null },
      code: 'ProtocolError',
      description: 'idTag is missing.',
    },
    { action: 'BootNotification', payload: { chargePointVendor: 'V' }, code: 'ProtocolError' },
    { action: 'StatusNotification', payload: { connectorId: 1, status: 'Available' }, code: 'ProtocolError' },
    { action: 'FirmwareStatusNotification', payload: {}, code: 'ProtocolError' },
    {
      action: 'Authorize',
      payload: { idTag: 5 },
      code: 'TypeConstraintViolation',
      description: 'idTag must be text, not a number.',
    },
    {
      action: 'StatusNotification',
      payload: { ...STATUS, connectorId: '1' },
      code: 'TypeConstraintViolation',
      description: 'connectorId must be a number, not text.',
    },
    {
      action: 'StatusNotification',
      payload: { ...STATUS, connectorId: 1.5 },
      code: 'TypeConstraintViolation',
      description: 'connectorId must be an integer, not a number.',
    },
    { action: 'StatusNotification', payload: { ...STATUS, status: 5 }, code: 'TypeConstraintViolation' },
    {
      action: 'StatusNotification',
      payload: { ...STATUS, connectorId: -1 },
      code: 'PropertyConstraintViolation',
      description: 'connectorId must not be negative.',
    },
    {
      action: 'Authorize',
      payload: { idTag: 'x'.repeat(21) },
      code: 'PropertyConstraintViolation',
      description: 'idTag must have at most 20 characters.',
    },
    { action: 'SignCertificate', payload: { csr: 'x'.repeat(5501) }, code: 'PropertyConstraintViolation' },
    { action: 'Heartbeat', payload: [], code: 'FormationViolation' },
    { action: 'StartTransaction', payload: 'text', code: 'FormationViolation' },
  ] satisfies { action: Action; payload: unknown; code: string; description?: string }[])(
    '$action $payload is a $code',
    ({ action, payload, code, ...rest }) => {
      expect(refused(action, payload)).toMatchObject({ code, details: {}, ...rest });
    },
  );
});

describe('a strict charger is held to the schemas', () => {
  test.each([
    { action: 'BootNotification', payload: { ...BOOT, extra: 1 }, code: 'FormationViolation' },
    { action: 'StartTransaction', payload: { ...START, extra: 1 }, code: 'FormationViolation' },
    { action: 'StartTransaction', payload: [], code: 'FormationViolation' },
    { action: 'StartTransaction', payload: { ...START, idTag: undefined }, code: 'ProtocolError' },
    { action: 'StartTransaction', payload: { ...START, connectorId: '1' }, code: 'TypeConstraintViolation' },
    { action: 'StartTransaction', payload: { ...START, meterStart: 1.5 }, code: 'TypeConstraintViolation' },
    { action: 'StartTransaction', payload: { ...START, idTag: null }, code: 'TypeConstraintViolation' },
    { action: 'StopTransaction', payload: { ...STOP, reason: 'Bogus' }, code: 'PropertyConstraintViolation' },
    { action: 'MeterValues', payload: meterValues({ value: 1 }), code: 'TypeConstraintViolation' },
    {
      action: 'MeterValues',
      payload: meterValues({ value: '1', unit: 'X' }),
      code: 'PropertyConstraintViolation',
    },
    { action: 'MeterValues', payload: meterValues(), code: 'OccurenceConstraintViolation' },
    {
      action: 'MeterValues',
      payload: { connectorId: 1, meterValue: [] },
      code: 'OccurenceConstraintViolation',
    },
    {
      action: 'StatusNotification',
      payload: { ...STATUS, status: 'Occupied' },
      code: 'PropertyConstraintViolation',
    },
    {
      action: 'StatusNotification',
      payload: { ...STATUS, info: 'x'.repeat(51) },
      code: 'PropertyConstraintViolation',
    },
    {
      action: 'StatusNotification',
      payload: { ...STATUS, timestamp: '2026-01-02T03:04:05' },
      code: 'PropertyConstraintViolation',
    },
    {
      action: 'StatusNotification',
      payload: { ...STATUS, connectorId: -1 },
      code: 'PropertyConstraintViolation',
    },
    { action: 'DataTransfer', payload: { vendorId: 'v', data: {} }, code: 'TypeConstraintViolation' },
  ] satisfies { action: Action; payload: unknown; code: string }[])(
    '$action $payload is a $code',
    ({ action, payload, code }) => {
      expect(refused(action, payload, true)).toMatchObject({ code, details: {} });
    },
  );

  test('a description names the place and the rule', () => {
    expect(refused('MeterValues', meterValues({ value: '1', unit: 'X' }), true)).toMatchObject({
      description: expect.stringMatching(/^meterValue\.sampledValue\.unit must be one of A, Celcius/),
    });
    expect(refused('BootNotification', { ...BOOT, extra: 1 }, true)).toMatchObject({
      description: 'Unknown field: extra.',
    });
  });
});
