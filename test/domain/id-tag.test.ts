import { describe, expect, test } from 'vitest';
import { decideAuthorization, foldIdTag, paddingFlags } from '../../src/domain/authorization.ts';

describe('an id tag is compared without what firmware leaves around it (OCPP 1.6 CiString20Type)', () => {
  test.each([
    ['04A1B2C3', '04a1b2c3'],
    [' 04A1B2C3\r\n', '04a1b2c3'],
    ['04A1B2C3;NULL', '04a1b2c3'],
    ['04A1B2C3;null', '04a1b2c3'],
    ['04A1B2C3\0\0', '04a1b2c3'],
    ['04A1B2C3;NULL\0 ', '04a1b2c3'],
    ['', ''],
    ['   ', ''],
    [';NULL', ''],
  ])('%j is %j', (idTag, folded) => {
    expect(foldIdTag(idTag)).toBe(folded);
  });

  test.each(['A;B', ';', 'NULL', 'A;NULLB', 'a b', ';NULLA', 'VID:00:11'])('%s is itself', (idTag) => {
    expect(foldIdTag(idTag)).toBe(idTag.toLowerCase());
    expect(paddingFlags(idTag)).toEqual([]);
  });

  test('padding is flagged with the tag as it was sent, NUL made visible', () => {
    expect(paddingFlags('A\0')).toEqual([{ name: 'paddedIdTag', example: '"A\\u0000"' }]);
  });
});

test.each([
  ['now', 0, 'Expired'],
  ['1 s ahead', 1_000, 'Accepted'],
  ['1 ms ago', -1, 'Expired'],
])('#163 X-A03: a tag with an expiryDate %s', (_, aheadMs, status) => {
  const now = Date.parse('2025-01-15T10:35:00Z');
  const tag = {
    idTag: 'USER-001',
    status: 'active' as const,
    expiryDate: now + aheadMs,
    parentIdTag: null,
    maxActiveTransactions: null,
    chargeBoxIds: null,
  };
  const presentation = { foldedId: 'cp-1', tagPolicy: 'closed' as const, now };
  expect(decideAuthorization(tag, presentation)).toMatchObject({ status });
});
