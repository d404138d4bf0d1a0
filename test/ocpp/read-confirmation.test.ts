import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readConfirmation } from '../../src/ocpp/read-confirmation.ts';
import { type Action, messages } from '../../src/ocpp/v16/messages/index.ts';

const HASH = { hashAlgorithm: 'SHA256', issuerNameHash: 'a', issuerKeyHash: 'b', serialNumber: 'c' };
const PERIOD = { startPeriod: 0, limit: 16 };
const SCHEDULE = { chargingRateUnit: 'A', chargingSchedulePeriod: [PERIOD] };

function taken(action: Action, payload: unknown): { confirmation: unknown; fired: string[] } {
  const read = readConfirmation(messages[action], payload);
  if (!read.ok) {
    throw new Error(`Refused: ${read.reason}`);
  }
  return {
    confirmation: read.confirmation,
    fired: read.tolerances.map(({ name, field }) => `${name} ${field ?? ''}`.trim()),
  };
}

describe('an answer of the standard', () => {
  test.each([
    { action: 'Reset', payload: { status: 'Accepted' } },
    { action: 'UpdateFirmware', payload: {} },
    { action: 'GetInstalledCertificateIds', payload: { status: 'Accepted' } },
    { action: 'GetCompositeSchedule', payload: { status: 'Accepted', chargingSchedule: SCHEDULE } },
  ] satisfies { action: Action; payload: unknown }[])(
    'to $action is taken as it is',
    ({ action, payload }) => {
      expect(taken(action, payload)).toEqual({ confirmation: payload, fired: [] });
    },
  );
});

describe('an answer whose meaning is clear is taken', () => {
  test.each([
    {
      action: 'Reset',
      payload: { status: 'Accepted', more: 1 },
      confirmation: { status: 'Accepted' },
      fired: ['unknownField more'],
    },
    {
      action: 'GetConfiguration',
      payload: {
        configurationKey: [
          { key: 'a', readonly: true, value: 'x'.repeat(501) },
          { key: 'b', readonly: 'True', value: 60 },
          { key: 'c', value: false },
          { key: 'd', readonly: false, value: null },
          { key: 'e', readonly: false },
          { key: 'k'.repeat(51), readonly: false, value: ['x'] },
          { readonly: false, value: 'no key' },
          'f',
        ],
        unknownKey: ['g', 7, 'u'.repeat(51)],
      },
      confirmation: {
        configurationKey: [
          { key: 'a', readonly: true, value: 'x'.repeat(501) },
          { key: 'b', readonly: true, value: '60' },
          { key: 'c', readonly: false, value: 'false' },
          { key: 'd', readonly: false },
          { key: 'e', readonly: false },
          { key: 'k'.repeat(51), readonly: false, value: '["x"]' },
        ],
        unknownKey: ['g', '7', 'u'.repeat(51)],
      },
      fired: [
        'overlongText configurationKey.value',
        'coercedBoolean configurationKey.readonly',
        'coercedString configurationKey.value',
        'missingField configurationKey.readonly',
        'nullField configurationKey.value',
        'overlongText configurationKey.key',
        'missingField configurationKey.key',
        'droppedField configurationKey',
        'coercedString unknownKey',
        'overlongText unknownKey',
      ],
    },
    {
      action: 'GetConfiguration',
      payload: { configurationKey: { key: 'a', readonly: true }, unknownKey: null },
      confirmation: { configurationKey: [{ key: 'a', readonly: true }] },
      fired: ['singleObjectForArray configurationKey', 'nullField unknownKey'],
    },
    {
      action: 'GetInstalledCertificateIds',
      payload: { status: 'Accepted', certificateHashData: [] },
      confirmation: { status: 'Accepted' },
      fired: ['emptyList certificateHashData'],
    },
    {
      action: 'GetInstalledCertificateIds',
      payload: { status: 'Accepted', certificateHashData: [HASH, { ...HASH, hashAlgorithm: 'MD5' }] },
      confirmation: { status: 'Accepted', certificateHashData: [HASH] },
      fired: ['unknownEnum certificateHashData.hashAlgorithm'],
    },
    {
      action: 'GetLog',
      payload: { status: 'Accepted', filename: 'x'.repeat(256) },
      confirmation: { status: 'Accepted', filename: 'x'.repeat(256) },
      fired: ['overlongText filename'],
    },
    {
      action: 'GetLocalListVersion',
      payload: { listVersion: '3' },
      confirmation: { listVersion: 3 },
      fired: ['coercedNumber listVersion'],
    },
    {
      action: 'GetCompositeSchedule',
      payload: {
        status: 'Accepted',
        connectorId: '1',
        scheduleStart: '2026-01-02T03:04:05',
        chargingSchedule: { ...SCHEDULE, startSchedule: 'now', minChargingRate: 6.25 },
      },
      confirmation: {
        status: 'Accepted',
        connectorId: 1,
        scheduleStart: '2026-01-02T03:04:05',
        chargingSchedule: { ...SCHEDULE, minChargingRate: 6.25 },
      },
      fired: [
        'coercedNumber connectorId',
        'timestampWithoutZone scheduleStart',
        'badTimestamp chargingSchedule.startSchedule',
        'extraDecimals chargingSchedule.minChargingRate',
      ],
    },
    {
      action: 'GetCompositeSchedule',
      payload: {
        status: 'Accepted',
        scheduleStart: 'now',
        chargingSchedule: { ...SCHEDULE, chargingSchedulePeriod: [PERIOD, { startPeriod: 60 }] },
      },
      confirmation: { status: 'Accepted' },
      fired: ['badTimestamp scheduleStart', 'missingField chargingSchedule.chargingSchedulePeriod.limit'],
    },
    {
      action: 'DataTransfer',
      payload: { status: 'Accepted', data: { a: 1 } },
      confirmation: { status: 'Accepted', data: '{"a":1}' },
      fired: ['coercedString data'],
    },
  ] satisfies { action: Action; payload: unknown; confirmation: unknown; fired: string[] }[])(
    '$action, flagged $fired',
    ({ action, payload, confirmation, fired }) => {
      expect(taken(action, payload)).toEqual({ confirmation, fired });
    },
  );
});

describe('no answer', () => {
  test.each([
    { action: 'Reset', payload: {}, reason: 'status is missing.' },
    { action: 'Reset', payload: { status: null }, reason: 'status must be text, not null.' },
    { action: 'Reset', payload: { status: 'accepted' }, reason: 'status must be one of Accepted, Rejected.' },
    {
      action: 'Reset',
      payload: { status: 'Maybe', more: 1 },
      reason: 'status must be one of Accepted, Rejected.',
    },
    { action: 'Reset', payload: [], reason: 'The payload must be an object.' },
    { action: 'Reset', payload: 'Accepted', reason: 'The payload must be an object.' },
    { action: 'GetLocalListVersion', payload: {}, reason: 'listVersion is missing.' },
  ] satisfies { action: Action; payload: unknown; reason: string }[])(
    'is $payload to $action',
    ({ action, payload, reason }) => {
      expect(readConfirmation(messages[action], payload)).toEqual({ ok: false, reason });
    },
  );
});

test.each(Object.keys(messages) as Action[])('whatever answers %s, reading never throws', (action) => {
  const names = [...Object.keys(messages[action].confirmation.shape), 'x'];
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.constantFrom('Accepted', HASH, [HASH], SCHEDULE, 1.25),
  );
  const near = fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(anything, near), (payload) => {
      const read = readConfirmation(messages[action], payload);
      expect(read.ok || read.reason !== 'The payload cannot be read.').toBe(true);
    }),
    { seed: 16, numRuns: 200 },
  );
});
