import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatTimestamp, parseTimestamp } from '../../src/ocpp/timestamp.ts';

describe('a time from a charger (OCPP 1.6 3.14)', () => {
  test.each([
    { text: '2024-02-29T12:30:45Z', iso: '2024-02-29T12:30:45.000Z' },
    { text: '2024-02-29t12:30:45z', iso: '2024-02-29T12:30:45.000Z' },
    { text: '2024-02-29T12:30:45.1Z', iso: '2024-02-29T12:30:45.100Z' },
    { text: '2024-02-29T12:30:45.123456789Z', iso: '2024-02-29T12:30:45.123Z' },
    { text: '2024-02-29T12:30:45+02:00', iso: '2024-02-29T10:30:45.000Z' },
    { text: '2024-02-29T12:30:45-0530', iso: '2024-02-29T18:00:45.000Z' },
    { text: '2024-03-01T00:30:45+01', iso: '2024-02-29T23:30:45.000Z' },
    { text: '2016-12-31T23:59:60Z', iso: '2017-01-01T00:00:00.000Z' },
    { text: '1970-01-01T00:00:00Z', iso: '1970-01-01T00:00:00.000Z' },
    { text: '0001-01-01T00:00:00Z', iso: '0001-01-01T00:00:00.000Z' },
  ])('$text is $iso', ({ text, iso }) => {
    expect(parseTimestamp(text)).toEqual({ ms: Date.parse(iso), tolerances: [] });
  });

  test('without a zone is UTC, flagged (field: Growatt)', () => {
    expect(parseTimestamp('2024-02-29T12:30:45.5')).toEqual({
      ms: Date.parse('2024-02-29T12:30:45.500Z'),
      tolerances: [{ name: 'timestampWithoutZone', example: '2024-02-29T12:30:45.5' }],
    });
  });

  test.each([
    '',
    'now',
    '2023-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-01-01',
    '2024-01-01T25:00:00Z',
    '1709209845',
  ])('%j is none', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

test('our own times are UTC with milliseconds and read back as they were', () => {
  expect(formatTimestamp(0)).toBe('1970-01-01T00:00:00.000Z');
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (ms) => {
      expect(parseTimestamp(formatTimestamp(ms))).toEqual({ ms, tolerances: [] });
    }),
    { seed: 16 },
  );
});
