import { expect, test } from 'vitest';

import type { ChargingProfile } from '../../src/ocpp/v16/types/charging-profile.ts';
import { whyNotSet, whyNotStarted } from '../../src/simulator/profile-rules.ts';
import { sampleProfile } from './charging-profile-samples.ts';

const IDLE_1 = { connectorId: 1, transaction: null };
const BUSY_1 = { connectorId: 1, transaction: { transactionId: 7 } };
const ALL_0 = { connectorId: 0, transaction: null };
const START = '2025-01-15T10:00:00Z';
const ONE = [[0, 10]] as const;
const TX = { chargingProfilePurpose: 'TxProfile' } as const;
const SITE = { chargingProfilePurpose: 'ChargePointMaxProfile', chargingProfileKind: 'Absolute' } as const;

test.each([
  ['a TxDefaultProfile on a connector', sampleProfile(ONE), IDLE_1],
  ['a TxDefaultProfile on all', sampleProfile(ONE), ALL_0],
  ['a ChargePointMaxProfile on 0', sampleProfile(ONE, SITE, { startSchedule: START }), ALL_0],
  ['a TxProfile where a transaction runs', sampleProfile(ONE, TX), BUSY_1],
  ['a TxProfile for just that transaction', sampleProfile(ONE, { ...TX, transactionId: 7 }), BUSY_1],
  [
    'a Recurring one',
    sampleProfile(
      ONE,
      { chargingProfileKind: 'Recurring', recurrencyKind: 'Daily' },
      { startSchedule: START },
    ),
    IDLE_1,
  ],
] as const)('%s is taken', (_what, profile, target) => {
  expect(whyNotSet(profile, target, {})).toBeNull();
});

test.each<[string, ChargingProfile, typeof IDLE_1 | typeof BUSY_1]>([
  ['ChargePointMaxProfile is for connector 0', sampleProfile(ONE, SITE, { startSchedule: START }), IDLE_1],
  ['no transaction', sampleProfile(ONE, TX), IDLE_1],
  ['another transaction', sampleProfile(ONE, { ...TX, transactionId: 8 }), BUSY_1],
  ['one connector', sampleProfile(ONE, TX), ALL_0],
  ['stack level', sampleProfile(ONE, { stackLevel: 11 }), IDLE_1],
  ['startSchedule is missing', sampleProfile(ONE, { chargingProfileKind: 'Absolute' }), IDLE_1],
  ['no startSchedule', sampleProfile(ONE, {}, { startSchedule: START }), IDLE_1],
  ['recurrencyKind', sampleProfile(ONE, { recurrencyKind: 'Daily' }), IDLE_1],
  ['validTo', sampleProfile(ONE, { validFrom: START, validTo: START }), IDLE_1],
  ['first period', sampleProfile([[10, 5]]), IDLE_1],
  ['first period', sampleProfile([]), IDLE_1],
  [
    'out of order',
    sampleProfile([
      [0, 5],
      [60, 6],
      [60, 7],
    ]),
    IDLE_1,
  ],
  ['negative', sampleProfile([[0, -1]]), IDLE_1],
  ['too many periods', sampleProfile(Array.from({ length: 25 }, (_, second) => [second, 5])), IDLE_1],
  ['duration', sampleProfile(ONE, {}, { duration: 0 }), IDLE_1],
])('refused: %s', (why, profile, target) => {
  expect(whyNotSet(profile, target, {})).toContain(why);
});

test('a unit that ChargingScheduleAllowedChargingRateUnit does not name is refused', () => {
  const configuration = { ChargingScheduleAllowedChargingRateUnit: 'Current' };
  expect(whyNotSet(sampleProfile(ONE), IDLE_1, configuration)).toContain('unit');
  expect(whyNotSet(sampleProfile(ONE, {}, { chargingRateUnit: 'A' }), IDLE_1, configuration)).toBeNull();
});

test('a remote start may bring a TxProfile without transactionId only (OCPP 1.6 5.11, errata 3.41)', () => {
  expect(whyNotStarted(sampleProfile(ONE, TX), {})).toBeNull();
  expect(whyNotStarted(sampleProfile(ONE), {})).toContain('TxProfile');
  expect(whyNotStarted(sampleProfile(ONE, { ...TX, transactionId: 7 }), {})).toContain('no id');
});
