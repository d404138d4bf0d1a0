import { expect, test } from 'vitest';

import type { InstalledProfile } from '../../src/simulator/charging-profiles.ts';
import { composeSchedule } from '../../src/simulator/composite-schedule.ts';
import { sampleProfile } from './charging-profile-samples.ts';

const NOW = Date.parse('2025-01-15T10:00:00Z');
const THREE_PHASES = { phases: 3, voltageV: 230 } as const;
const ABSOLUTE = { chargingProfileKind: 'Absolute' } as const;
const SITE = { ...ABSOLUTE, chargingProfilePurpose: 'ChargePointMaxProfile' } as const;
const startsAt = (minutes: number) => ({ startSchedule: new Date(NOW + minutes * 60_000).toISOString() });

function compose(
  installed: InstalledProfile[],
  asked: { connectorId?: number; durationSeconds?: number; unit?: 'A' | 'W'; sinceMs?: number | null } = {},
) {
  const { connectorId = 1, durationSeconds = 3600, unit = 'W', sinceMs = null } = asked;
  const site = {
    installed,
    connectors: [
      { connectorId: 1, sinceMs },
      { connectorId: 2, sinceMs: null },
    ],
    powerW: 22_080,
    wiring: THREE_PHASES,
  };
  return composeSchedule(site, { connectorId, startMs: NOW, durationSeconds, unit });
}

test('without profiles it is what the connector can give', () => {
  expect(compose([])).toEqual({
    duration: 3600,
    chargingRateUnit: 'W',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 22_080 }],
  });
  expect(compose([], { unit: 'A' }).chargingSchedulePeriod).toEqual([{ startPeriod: 0, limit: 32 }]);
});

test('at each moment the least of charger, transaction and wiring (OCPP 1.6 3.13.3)', () => {
  const site = sampleProfile(
    [
      [0, 15_000],
      [1800, 4000],
    ],
    { ...SITE, chargingProfileId: 1 },
    startsAt(0),
  );
  const ofTransaction = sampleProfile(
    [
      [0, 11_000],
      [1200, 50_000],
    ],
    { chargingProfileId: 2, chargingProfilePurpose: 'TxProfile' },
  );
  const schedule = compose(
    [
      { connectorId: 0, profile: site },
      { connectorId: 1, profile: ofTransaction },
    ],
    { sinceMs: NOW - 600_000 },
  );
  expect(schedule.chargingSchedulePeriod).toEqual([
    { startPeriod: 0, limit: 11_000 },
    { startPeriod: 600, limit: 15_000 },
    { startPeriod: 1800, limit: 4000 },
  ]);
});

test('a TxProfile overrules the defaults while it says something, then they hold again', () => {
  const schedule = compose(
    [
      { connectorId: 0, profile: sampleProfile([[0, 3000]], { chargingProfileId: 1 }) },
      { connectorId: 1, profile: sampleProfile([[0, 5000]], { chargingProfileId: 2 }) },
      {
        connectorId: 1,
        profile: sampleProfile(
          [[0, 9000]],
          { chargingProfileId: 3, chargingProfilePurpose: 'TxProfile' },
          { duration: 600 },
        ),
      },
    ],
    { sinceMs: NOW },
  );
  expect(schedule.chargingSchedulePeriod).toEqual([
    { startPeriod: 0, limit: 9000 },
    { startPeriod: 600, limit: 5000 },
  ]);
});

test('of a stack the highest level that says something (OCPP 1.6 3.13.2)', () => {
  const schedule = compose([
    { connectorId: 1, profile: sampleProfile([[0, 5000]], { chargingProfileId: 1, stackLevel: 1 }) },
    {
      connectorId: 1,
      profile: sampleProfile(
        [[0, 8000]],
        { ...ABSOLUTE, chargingProfileId: 2, stackLevel: 2 },
        { ...startsAt(10), duration: 600 },
      ),
    },
  ]);
  expect(schedule.chargingSchedulePeriod).toEqual([
    { startPeriod: 0, limit: 5000 },
    { startPeriod: 600, limit: 8000 },
    { startPeriod: 1200, limit: 5000 },
  ]);
});

test('amperes and watts by voltage and phases; fewer phases are said', () => {
  const onePhase = sampleProfile([], ABSOLUTE, {
    ...startsAt(0),
    chargingRateUnit: 'A',
    chargingSchedulePeriod: [
      { startPeriod: 0, limit: 16 },
      { startPeriod: 60, limit: 16, numberPhases: 1 },
    ],
  });
  const installed = [{ connectorId: 1, profile: onePhase }];
  expect(compose(installed).chargingSchedulePeriod).toEqual([
    { startPeriod: 0, limit: 11_040 },
    { startPeriod: 60, limit: 3680, numberPhases: 1 },
  ]);
  expect(compose(installed, { unit: 'A' }).chargingSchedulePeriod).toEqual([
    { startPeriod: 0, limit: 16 },
    { startPeriod: 60, limit: 16, numberPhases: 1 },
  ]);
});

test('connector 0 is the whole charger: all connectors together, under its own limit', () => {
  const installed = [{ connectorId: 1, profile: sampleProfile([[0, 5000]]) }];
  expect(compose(installed, { connectorId: 0 }).chargingSchedulePeriod).toEqual([
    { startPeriod: 0, limit: 27_080 },
  ]);
  const withSite = [
    ...installed,
    {
      connectorId: 0,
      profile: sampleProfile([[0, 20_000]], { ...SITE, chargingProfileId: 2 }, startsAt(30)),
    },
  ];
  expect(compose(withSite, { connectorId: 0 }).chargingSchedulePeriod).toEqual([
    { startPeriod: 0, limit: 27_080 },
    { startPeriod: 1800, limit: 20_000 },
  ]);
});

test('periods that change nothing are one; an endless schedule ends, and says when', () => {
  const flat = sampleProfile([
    [0, 5000],
    [60, 5000],
  ]);
  expect(compose([{ connectorId: 1, profile: flat }]).chargingSchedulePeriod).toHaveLength(1);
  const daily = sampleProfile(
    [
      [0, 5000],
      [3600, 6000],
    ],
    { chargingProfileKind: 'Recurring', recurrencyKind: 'Daily' },
    startsAt(0),
  );
  const schedule = compose([{ connectorId: 1, profile: daily }], { durationSeconds: 2_000_000_000 });
  expect(schedule.chargingSchedulePeriod).toHaveLength(1000);
  expect(schedule.duration).toBe(500 * 86_400);
});
