import { expect, test } from 'vitest';
import { eraseIdTag, eraseInText } from '../../src/domain/erasure.ts';

test('a tag is erased wherever a field names it, in any spelling, however deep', () => {
  const value = {
    idTag: 'User-001',
    stoppedByIdTag: 'USER-001',
    idTagInfo: { status: 'Accepted', parentIdTag: 'user-001' },
    localAuthorizationList: [{ idTag: 'USER-001' }, { idTag: 'USER-002' }],
  };
  expect(eraseIdTag(value, 'user-001')).toEqual({
    idTag: 'ERASED',
    stoppedByIdTag: 'ERASED',
    idTagInfo: { status: 'Accepted', parentIdTag: 'ERASED' },
    localAuthorizationList: [{ idTag: 'ERASED' }, { idTag: 'USER-002' }],
  });
});

test('what only looks like the tag stays: other fields, and longer tags', () => {
  const value = { reason: 'local', connectorId: 1, value: '1', idTag: '12', nested: { info: '1' } };
  expect(eraseIdTag(value, '1')).toBe(value);
  expect(eraseIdTag(value, 'local')).toBe(value);
});

test('a text of JSON is rewritten only where the tag stands in it', () => {
  expect(eraseInText('[2,"a","Authorize",{"idTag":"USER-001"}]', 'user-001')).toBe(
    '[2,"a","Authorize",{"idTag":"ERASED"}]',
  );
  expect(eraseInText('{"idTag":"USER-002"}', 'user-001')).toBeNull();
  expect(eraseInText('no JSON', 'user-001')).toBeNull();
});
