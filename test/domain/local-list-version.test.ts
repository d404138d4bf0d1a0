import { expect, test } from 'vitest';
import { LocalList, newLocalList, nextUpdate, settleVersion } from '../../src/domain/local-list.ts';

test.each([1e21, -1e21, 2 ** 31 - 1])(
  'a charger that tells the version %d: it can be stored, and the next version is one that a charger can keep',
  (version) => {
    const list = settleVersion(newLocalList(0), version);
    expect(LocalList.parse(JSON.parse(JSON.stringify(list)))).toEqual(list);
    expect(list.state).toBe('mismatch');
    expect(nextUpdate(list, 100, undefined).listVersion).toBe(1);
  },
);

test('what a charger tells is counted on from', () => {
  const list = settleVersion(newLocalList(0), 41);
  expect(nextUpdate(list, 100, undefined).listVersion).toBe(42);
});
