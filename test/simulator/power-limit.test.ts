import { expect, test } from 'vitest';

import {
  capacityOf,
  shareFairly,
  strictest,
  toPeriodLimit,
  toPowerLimit,
  wattsOf,
} from '../../src/simulator/power-limit.ts';

const THREE_PHASES = { phases: 3, voltageV: 230 } as const;
const ONE_PHASE = { phases: 1, voltageV: 230 } as const;

test('amperes are per phase: on three unless numberPhases says fewer, and never on more than are wired', () => {
  expect(wattsOf(toPowerLimit({ limit: 16 }, 'A', THREE_PHASES))).toBe(11_040);
  expect(wattsOf(toPowerLimit({ limit: 16, numberPhases: 1 }, 'A', THREE_PHASES))).toBe(3680);
  expect(wattsOf(toPowerLimit({ limit: 16 }, 'A', ONE_PHASE))).toBe(3680);
});

test('watts are over all phases, and come back as amperes of each', () => {
  const limit = toPowerLimit({ limit: 11_000 }, 'W', THREE_PHASES);
  expect(wattsOf(limit)).toBe(11_000);
  expect(toPeriodLimit(limit, 'A', THREE_PHASES)).toBe(15.9);
});

test('a limit survives its way through the other unit to the tenth', () => {
  for (const limit of [6, 13.5, 16, 21.4, 32]) {
    expect(toPeriodLimit(toPowerLimit({ limit }, 'A', THREE_PHASES), 'A', THREE_PHASES)).toBe(limit);
  }
});

test('of several limits the strictest holds: over all, on each phase, and in the number of phases', () => {
  const capacity = capacityOf(22_000, THREE_PHASES);
  const onePhase = toPowerLimit({ limit: 20, numberPhases: 1 }, 'A', THREE_PHASES);
  const sixteen = toPowerLimit({ limit: 16 }, 'A', THREE_PHASES);
  expect(wattsOf(strictest(capacity, onePhase, sixteen))).toBe(3680);
  expect(wattsOf(strictest(capacity, toPowerLimit({ limit: 50_000 }, 'W', THREE_PHASES)))).toBe(22_000);
});

test('what there is is shared equally, and what one cannot use goes to the others', () => {
  expect(shareFairly(9000, [7000, 7000, 7000])).toEqual([3000, 3000, 3000]);
  expect(shareFairly(9000, [7000, 1000, 7000])).toEqual([4000, 1000, 4000]);
  expect(shareFairly(9000, [2000, 0])).toEqual([2000, 0]);
  expect(shareFairly(0, [2000])).toEqual([0]);
});
