import { expect, test } from 'vitest';

import { nextChangeAfter, periodAt } from '../../src/simulator/profile-timeline.ts';
import { sampleProfile } from './charging-profile-samples.ts';

const at = (time: string) => Date.parse(`2025-01-${time}Z`);
const STEPS = [
  [0, 11_000],
  [3600, 5000],
] as const;

test('Absolute: from startSchedule for its duration; before and after it says nothing', () => {
  const profile = sampleProfile(
    STEPS,
    { chargingProfileKind: 'Absolute' },
    { startSchedule: '2025-01-15T10:00:00Z', duration: 7200 },
  );
  const limitAt = (time: string) => periodAt(profile, at(time), null)?.limit;
  expect(limitAt('15T09:59:59')).toBeUndefined();
  expect(limitAt('15T10:00:00')).toBe(11_000);
  expect(limitAt('15T11:00:00')).toBe(5000);
  expect(limitAt('15T12:00:00')).toBeUndefined();
  expect(nextChangeAfter(profile, at('15T10:00:00'), null)).toBe(at('15T11:00:00'));
  expect(nextChangeAfter(profile, at('15T11:00:00'), null)).toBe(at('15T12:00:00'));
  expect(nextChangeAfter(profile, at('15T12:00:00'), null)).toBe(Number.POSITIVE_INFINITY);
});

test('without a duration the last period goes on for ever', () => {
  const profile = sampleProfile(
    STEPS,
    { chargingProfileKind: 'Absolute' },
    { startSchedule: '2025-01-15T10:00:00Z' },
  );
  expect(periodAt(profile, at('31T10:00:00'), null)?.limit).toBe(5000);
});

test('Relative: from the start of charging; nothing while nobody charges', () => {
  const profile = sampleProfile(STEPS);
  const sinceMs = at('15T10:00:00');
  expect(periodAt(profile, at('15T10:59:59'), sinceMs)?.limit).toBe(11_000);
  expect(periodAt(profile, at('15T11:00:00'), sinceMs)?.limit).toBe(5000);
  expect(periodAt(profile, at('15T11:00:00'), null)).toBeUndefined();
});

test('Recurring: each day anew, also beyond the end of its own duration', () => {
  const profile = sampleProfile(
    STEPS,
    { chargingProfileKind: 'Recurring', recurrencyKind: 'Daily' },
    { startSchedule: '2025-01-10T20:00:00Z', duration: 36_000 },
  );
  const limitAt = (time: string) => periodAt(profile, at(time), null)?.limit;
  expect(limitAt('10T19:00:00')).toBeUndefined();
  expect(limitAt('15T20:30:00')).toBe(11_000);
  expect(limitAt('16T05:59:59')).toBe(5000);
  expect(limitAt('16T06:00:00')).toBeUndefined();
  expect(nextChangeAfter(profile, at('16T06:00:00'), null)).toBe(at('16T20:00:00'));
});

test('Recurring: a schedule longer than its week is cut by the next run', () => {
  const profile = sampleProfile(
    STEPS,
    { chargingProfileKind: 'Recurring', recurrencyKind: 'Weekly' },
    { startSchedule: '2025-01-01T00:00:00Z', duration: 14 * 86_400 },
  );
  expect(periodAt(profile, at('08T00:30:00'), null)?.limit).toBe(11_000);
});

test('validFrom and validTo bound it, whatever its schedule says', () => {
  const profile = sampleProfile(STEPS, {
    validFrom: '2025-01-15T10:30:00Z',
    validTo: '2025-01-15T11:30:00Z',
  });
  const sinceMs = at('15T10:00:00');
  expect(periodAt(profile, at('15T10:29:59'), sinceMs)).toBeUndefined();
  expect(periodAt(profile, at('15T10:30:00'), sinceMs)?.limit).toBe(11_000);
  expect(periodAt(profile, at('15T11:30:00'), sinceMs)).toBeUndefined();
  expect(nextChangeAfter(profile, sinceMs, sinceMs)).toBe(at('15T10:30:00'));
});
