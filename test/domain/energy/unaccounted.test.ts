import { describe, expect, test } from 'vitest';

import { unaccountedEnergy } from '../../../src/domain/energy/unaccounted.ts';

describe('the register between two sessions', () => {
  test('#235 X-M22: stop 1000, start 1500 leaves 500 Wh unaccounted for', () => {
    expect(unaccountedEnergy(1000, 1500)).toEqual({ unaccountedWh: 500, flags: ['unaccountedEnergy'] });
  });

  test('a register that goes on where it ended has no gap', () => {
    expect(unaccountedEnergy(1000, 1000)).toEqual({ unaccountedWh: 0, flags: [] });
  });

  test.each([
    ['a register that begins anew with each session', 1000, 0],
    ['no final reading', null, 1500],
    ['no first reading', 1000, null],
    ['-1 for unknown', -1, 1500],
    ['-1 for unknown', 1000, -1],
  ])('nothing can be told with %s', (_, meterStopWh, meterStartWh) => {
    expect(unaccountedEnergy(meterStopWh, meterStartWh)).toEqual({ unaccountedWh: null, flags: [] });
  });
});
