import { expect, test } from 'vitest';

import { toKwh } from '../../../src/domain/energy/kwh.ts';

test.each([
  [18_730, 18.73],
  [2450, 2.45],
  [1, 0.001],
  [0, 0],
  [1234.5, 1.235],
  [1234.4, 1.234],
  [4_294_967_295, 4_294_967.295],
  [null, null],
])('%j Wh is shown as %j kWh, at most 3 decimals', (energyWh, kwh) => {
  expect(toKwh(energyWh)).toBe(kwh);
});
