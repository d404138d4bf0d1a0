import { expect, test } from 'vitest';

import {
  EMPTY_LOCAL_LIST,
  type LocalList,
  updateLocalList,
  versionOf,
} from '../../src/simulator/local-list.ts';

const ACCEPTED = { status: 'Accepted' } as const;
const ROOM = { ofMessage: 3, ofList: 4 };

function listOf(version: number, ...idTags: string[]): LocalList {
  return { version, entries: new Map(idTags.map((idTag) => [idTag, ACCEPTED])) };
}

function entriesOf(...idTags: string[]) {
  return idTags.map((idTag) => ({ idTag, idTagInfo: ACCEPTED }));
}

test('a full update replaces everything; an empty one leaves version 0 (OCPP 1.6 5.10, 5.15)', () => {
  const full = { updateType: 'Full', listVersion: 5, localAuthorizationList: entriesOf('B', 'C') } as const;
  const { status, list } = updateLocalList(listOf(9, 'a'), full, ROOM);
  expect({ status, version: versionOf(list), tags: [...list.entries.keys()] }).toEqual({
    status: 'Accepted',
    version: 5,
    tags: ['b', 'c'],
  });
  const emptied = updateLocalList(list, { updateType: 'Full', listVersion: 6 }, ROOM);
  expect(emptied.status).toBe('Accepted');
  expect(versionOf(emptied.list)).toBe(0);
});

test('a differential update adds, changes and removes by tag, without case', () => {
  const { list } = updateLocalList(
    listOf(1, 'keep', 'change', 'remove'),
    {
      updateType: 'Differential',
      listVersion: 2,
      localAuthorizationList: [
        { idTag: 'CHANGE', idTagInfo: { status: 'Blocked' } },
        { idTag: 'Remove' },
        { idTag: 'NEW', idTagInfo: ACCEPTED },
      ],
    },
    ROOM,
  );
  expect(list).toEqual({
    version: 2,
    entries: new Map([
      ['keep', ACCEPTED],
      ['change', { status: 'Blocked' }],
      ['new', ACCEPTED],
    ]),
  });
});

type Update = Parameters<typeof updateLocalList>[1];

test.each<[string, Update, string]>([
  ['a differential of the same version', { updateType: 'Differential', listVersion: 7 }, 'VersionMismatch'],
  ['a differential of an older version', { updateType: 'Differential', listVersion: 6 }, 'VersionMismatch'],
  ['a full one of an older version', { updateType: 'Full', listVersion: 1 }, 'Accepted'],
  ['version 0 (errata 3.52)', { updateType: 'Full', listVersion: 0 }, 'Failed'],
  ['version -1', { updateType: 'Full', listVersion: -1 }, 'Failed'],
  [
    'the same tag twice',
    { updateType: 'Full', listVersion: 8, localAuthorizationList: entriesOf('A', 'a') },
    'Failed',
  ],
  [
    'a full entry without info',
    { updateType: 'Full', listVersion: 8, localAuthorizationList: [{ idTag: 'A' }] },
    'Failed',
  ],
  [
    'more than SendLocalListMaxLength',
    { updateType: 'Full', listVersion: 8, localAuthorizationList: entriesOf('A', 'B', 'C', 'D') },
    'Failed',
  ],
  [
    'more than LocalAuthListMaxLength in all',
    { updateType: 'Differential', listVersion: 8, localAuthorizationList: entriesOf('A', 'B', 'C') },
    'Failed',
  ],
])('%s: %j', (_what, update, status) => {
  const before = listOf(7, 'x', 'y');
  const after = updateLocalList(before, update, ROOM);
  expect(after.status).toBe(status);
  expect(after.list === before).toBe(status !== 'Accepted');
});

test('a differential without entries moves the version only', () => {
  const { status, list } = updateLocalList(
    listOf(1, 'a'),
    { updateType: 'Differential', listVersion: 2 },
    ROOM,
  );
  expect({ status, version: versionOf(list), size: list.entries.size }).toEqual({
    status: 'Accepted',
    version: 2,
    size: 1,
  });
  expect(versionOf(EMPTY_LOCAL_LIST)).toBe(0);
});
