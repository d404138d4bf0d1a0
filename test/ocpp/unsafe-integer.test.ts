import { expect, test } from 'vitest';
import { findUnsafeInteger } from '../../src/ocpp/unsafe-integer.ts';

test.each([
  [{ connectorId: 1 }, null],
  [{ listVersion: 2 ** 53 - 1 }, null],
  [{ listVersion: 2 ** 53 }, 'listVersion'],
  [{ listVersion: -1e21 }, 'listVersion'],
  [{ chargingSchedule: { duration: 1e21 } }, 'chargingSchedule.duration'],
  [{ periods: [{ limit: 0.1 }, { startPeriod: 2 ** 60 }] }, 'periods.1.startPeriod'],
  [{ key: '1e21', nothing: null }, null],
])('%j: an integer that JSON readers lose is found at %s', (payload, field) => {
  expect(findUnsafeInteger(payload)).toBe(field);
});
