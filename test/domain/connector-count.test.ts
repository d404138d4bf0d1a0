import { expect, test } from 'vitest';
import { connectorCountMismatch } from '../../src/domain/connector-count.ts';

test.each([
  ['2', [0, 1, 2], false, 0],
  ['2', [0, 1, 2, 3], false, 1],
  ['2', [0, 1], false, 1],
  ['2', [0, 1], true, 0],
  ['2', [1, 2, 3], true, 1],
  ['2', [0], false, 0],
  ['', [1], false, 0],
  ['two', [1], false, 0],
  [null, [1], false, 0],
])(
  'NumberOfConnectors %s with the connectors %o (reporting: %s) raises %i flags',
  (told, ids, isReporting, flags) => {
    expect(connectorCountMismatch(told, ids, { isReporting })).toHaveLength(flags);
  },
);
