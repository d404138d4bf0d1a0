import { expect, test } from 'vitest';
import { findUpdateFault } from '../../src/domain/local-list.ts';

const info = { status: 'Accepted' as const };
const listed = { idTag: 'TAG1', idTagInfo: info };

test.each([
  ['the version 0 (errata 3.52)', { listVersion: 0 }, 'listVersion'],
  ['the version −1 (errata 3.52)', { listVersion: -1 }, 'listVersion'],
  [
    'more entries than SendLocalListMaxLength',
    { localAuthorizationList: ['A', 'B', 'C'].map((idTag) => ({ idTag, idTagInfo: info })) },
    'localAuthorizationList',
  ],
  [
    'a tag twice, in another case',
    { localAuthorizationList: [listed, { idTag: 'tag1', idTagInfo: info }] },
    'localAuthorizationList',
  ],
  [
    'a Full one with an entry to delete',
    { localAuthorizationList: [{ idTag: 'TAG1' }] },
    'localAuthorizationList',
  ],
])('an update of the local list with %s is not sent (OCPP 1.6 5.15)', (_what, fields, field) => {
  const update = { listVersion: 1, updateType: 'Full' as const, ...fields };
  expect(findUpdateFault(update, 2)).toMatchObject({ field });
});

test('a Full update without entries, and a Differential that deletes, are sent', () => {
  expect(findUpdateFault({ listVersion: 1, updateType: 'Full' }, 2)).toBeNull();
  const localAuthorizationList = [{ idTag: 'TAG1' }, { idTag: 'TAG2', idTagInfo: info }];
  expect(
    findUpdateFault({ listVersion: 2, updateType: 'Differential', localAuthorizationList }, 2),
  ).toBeNull();
});
