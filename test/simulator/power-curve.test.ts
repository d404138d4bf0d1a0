import fc from 'fast-check';
import { expect, test } from 'vitest';

import { acceptedShare, chargeFor, isFull, timeToFullMs } from '../../src/simulator/power-curve.ts';

const HOUR = 3_600_000;
const battery = fc.record({
  socPercent: fc.double({ min: 0, max: 100, noNaN: true }),
  capacityKwh: fc.double({ min: 1, max: 200, noNaN: true }),
});
const powerW = fc.double({ min: 500, max: 350_000, noNaN: true });
const durationMs = fc.integer({ min: 0, max: 48 * HOUR });

test('below 80 % energy is power times time', () => {
  const { energyWh, battery: after } = chargeFor({ socPercent: 20, capacityKwh: 60 }, 14_984, 75 * 60_000);
  expect(energyWh).toBeCloseTo(18_730, 6);
  expect(after.socPercent).toBeCloseTo(51.2167, 4);
});

test('above 80 % the power tapers to a tenth, and ends when full', () => {
  expect(acceptedShare({ socPercent: 80, capacityKwh: 60 })).toBe(1);
  expect(acceptedShare({ socPercent: 90, capacityKwh: 60 })).toBeCloseTo(0.55);
  expect(acceptedShare({ socPercent: 99.9, capacityKwh: 60 })).toBeCloseTo(0.1045);
  expect(acceptedShare({ socPercent: 100, capacityKwh: 60 })).toBe(0);
});

test('looking in between changes nothing', () => {
  fc.assert(
    fc.property(battery, powerW, durationMs, durationMs, (start, power, first, second) => {
      const whole = chargeFor(start, power, first + second);
      const half = chargeFor(start, power, first);
      const rest = chargeFor(half.battery, power, second);
      expect(half.energyWh + rest.energyWh).toBeCloseTo(whole.energyWh, 3);
    }),
  );
});

test('a battery never takes more than its room, nor more than the power gives, nor gives any back', () => {
  fc.assert(
    fc.property(battery, powerW, durationMs, (start, power, duration) => {
      const { energyWh, battery: after } = chargeFor(start, power, duration);
      expect(energyWh).toBeGreaterThanOrEqual(0);
      expect(energyWh).toBeLessThanOrEqual((power * duration) / HOUR + 1e-6);
      expect(after.socPercent).toBeLessThanOrEqual(100);
    }),
  );
});

test('it is full when its time to full is over, and not well before', () => {
  fc.assert(
    fc.property(battery, powerW, (start, power) => {
      fc.pre(start.socPercent < 99.9);
      const untilFullMs = timeToFullMs(start, power);
      expect(isFull(chargeFor(start, power, untilFullMs + 1).battery)).toBe(true);
      expect(isFull(chargeFor(start, power, untilFullMs * 0.9).battery)).toBe(false);
    }),
  );
});
