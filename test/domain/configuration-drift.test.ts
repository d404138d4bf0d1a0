import { expect, test } from 'vitest';
import { findDrift, type KnownKey, replaceWishes } from '../../src/domain/configuration-drift.ts';

const wish = (key: string, value: string, since = 0) => ({ key, value, since });
const known = (key: string, value: string | null, valueSince = 0): KnownKey => ({
  key,
  value,
  valueSince,
  pendingReboot: false,
});

test('a key differs since the later of its value and the wish for another', () => {
  const drift = findDrift({
    charger: [wish('A', '1', 50), wish('B', '1', 50)],
    labels: [],
    known: [known('a', '0', 10), known('b', '0', 90)],
    absent: [],
  });
  expect(drift.differing).toMatchObject([
    { key: 'A', since: 50 },
    { key: 'B', since: 90 },
  ]);
});

test('what is not known says why', () => {
  const drift = findDrift({
    charger: [wish('A', '1'), wish('B', '1'), wish('C', '1')],
    labels: [],
    known: [known('B', null)],
    absent: ['c'],
  });
  expect(drift.unknown).toMatchObject([
    { key: 'A', reason: 'notRead' },
    { key: 'B', reason: 'withoutValue' },
    { key: 'C', reason: 'unknownToCharger' },
  ]);
});

test('labels count by name, the charger before them; labels that mean the same are no conflict', () => {
  const drift = findDrift({
    charger: [wish('A', '9')],
    labels: [
      { label: 'b', desired: [wish('A', '2'), wish('LocalPreAuthorize', 'true'), wish('C', '2')] },
      { label: 'a', desired: [wish('A', '1'), wish('LocalPreAuthorize', 'true'), wish('C', '1')] },
    ],
    known: [known('A', '0'), known('LocalPreAuthorize', 'True'), known('C', '0')],
    absent: [],
  });
  expect(drift).toMatchObject({
    differing: [
      { key: 'A', desired: '9', from: { kind: 'charger' } },
      { key: 'C', desired: '1', from: { kind: 'label', label: 'a' } },
    ],
    conflicts: [{ key: 'C' }],
    matching: 1,
  });
});

test('what is wanted as before has been wanted since then', () => {
  const before = [wish('A', '1', 10), wish('B', '1', 10)];
  expect(replaceWishes(before, { a: '1', B: '2' }, 99)).toEqual([wish('a', '1', 10), wish('B', '2', 99)]);
});
