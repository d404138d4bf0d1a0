import { expect, test } from 'vitest';

import { backOffMs } from '../../src/simulator/back-off.ts';
import { createHaltableClock, createManualClock, scheduleAligned } from '../../src/simulator/clock.ts';

test('a manual clock runs its tasks in the order of their times, each at its own time', () => {
  const clock = createManualClock('2025-01-15T10:00:00Z');
  const start = clock.now();
  const ran: string[] = [];
  clock.schedule(3000, () => ran.push(`late ${clock.now() - start}`));
  clock.schedule(1000, () => {
    ran.push(`early ${clock.now() - start}`);
    clock.schedule(500, () => ran.push(`nested ${clock.now() - start}`));
  });
  clock.schedule(2000, () => ran.push('cancelled'))();
  clock.advance(10_000);
  expect(ran).toEqual(['early 1000', 'nested 1500', 'late 3000']);
  expect(clock.now() - start).toBe(10_000);
});

test('a halted clock runs nothing any more', () => {
  const clock = createManualClock(0);
  const haltable = createHaltableClock(clock);
  let runs = 0;
  haltable.schedule(10, () => runs++);
  haltable.halt();
  haltable.schedule(10, () => runs++);
  clock.advance(100);
  expect(runs).toBe(0);
});

test('aligned times are counted from midnight', () => {
  const clock = createManualClock('2025-01-15T10:35:00Z');
  const times: string[] = [];
  const cancel = scheduleAligned(clock, 900_000, () =>
    times.push(new Date(clock.now()).toISOString().slice(11, 16)),
  );
  clock.advance(3_600_000);
  cancel();
  clock.advance(3_600_000);
  expect(times).toEqual(['10:45', '11:00', '11:15', '11:30']);
});

test('back-off doubles up to its longest wait, spread by a quarter (OCPP-J errata 3.4)', () => {
  const backOff = { firstMs: 1000, longestMs: 60_000 };
  expect([1, 2, 3, 7, 1000].map((failures) => backOffMs(backOff, failures, 1))).toEqual([
    1000, 2000, 4000, 60_000, 60_000,
  ]);
  expect(backOffMs(backOff, 1, 0)).toBe(750);
});
