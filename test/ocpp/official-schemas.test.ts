import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseTimestamp } from '../../src/ocpp/timestamp.ts';
import { type Action, messages } from '../../src/ocpp/v16/messages/index.ts';
import { oneDecimal } from '../../src/ocpp/v16/types/one-decimal.ts';
import { uri } from '../../src/ocpp/v16/types/uri.ts';
import { mutated } from '../support/json-mutation.ts';
import { arbitraryOf } from '../support/json-schema-arbitrary.ts';
import { ajv, officialSchema, officialSchemaIds, officialValidator } from '../support/official-schemas.ts';

const SEED = 16;
const RUNS = 150;

const pairs = (Object.keys(messages) as Action[]).flatMap((action) => [
  { id: `urn:${action}.req`, ours: messages[action].request },
  { id: `urn:${action}.conf`, ours: messages[action].confirmation },
]);

describe(`strict schemas against the official JSON schemas (seed ${SEED})`, () => {
  test('there is one message for each pair of official schemas', () => {
    expect(new Set(pairs.map(({ id }) => id))).toEqual(new Set(officialSchemaIds));
    expect(pairs).toHaveLength(officialSchemaIds.length);
  });

  test.each(pairs)('$id: payloads the official schema describes are accepted', ({ id, ours }) => {
    const official = officialValidator(id);
    fc.assert(
      fc.property(arbitraryOf(officialSchema(id)), (payload) => {
        expect(official(payload), JSON.stringify(official.errors)).toBe(true);
        expect(ours.safeParse(payload).error).toBeUndefined();
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test.each(pairs)('$id: damaged payloads get the verdict of the official schema', ({ id, ours }) => {
    const official = officialValidator(id);
    const damaged = mutated(arbitraryOf(officialSchema(id)));
    fc.assert(
      fc.property(damaged, (payload) => {
        expect(ours.safeParse(payload).success, JSON.stringify(payload)).toBe(official(payload));
      }),
      { seed: SEED, numRuns: 2 * RUNS },
    );
  });

  test('parseTimestamp reads every date-time the official schemas accept', () => {
    const official = ajv.compile({ type: 'string', format: 'date-time' });
    const characters = fc.constantFrom(...'0123456789'.repeat(4).split(''), ...'-:TZ+. '.split(''));
    const leapSecond = fc
      .tuple(
        fc.nat(25),
        fc.constantFrom(0, 30, 59, 60),
        fc.nat(63),
        fc.constantFrom('Z', '+01:00', '-0030', '-01', '+23:59'),
      )
      .map(([hour, minute, second, zone]) => {
        const time = [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
        return `2016-12-31T${time}${zone}`;
      });
    const nearly = fc.oneof(
      arbitraryOf({ type: 'string', format: 'date-time' }),
      leapSecond,
      fc.constantFrom('58', '59', '60', '60.9', '61').map((second) => `2016-12-31T23:59:${second}Z`),
      fc
        .tuple(arbitraryOf({ type: 'string', format: 'date-time' }), fc.nat(30), characters)
        .map(
          ([text, at, character]) => `${String(text).slice(0, at)}${character}${String(text).slice(at + 1)}`,
        ),
    );
    fc.assert(
      fc.property(nearly, (text) => {
        const read = parseTimestamp(String(text));
        expect(read !== undefined && read.tolerances.length === 0).toBe(official(text));
      }),
      { seed: SEED, numRuns: 5000 },
    );
  });

  test('a number has one decimal where the official schemas say so, with their margin', () => {
    const official = ajv.compile({ type: 'number', multipleOf: 0.1 });
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc
        .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(1, 10, 100, 1000, 1e7, 1e8))
        .map(([a, b]) => a / b),
    );
    fc.assert(
      fc.property(numbers, (value) => {
        expect(oneDecimal().safeParse(value).success, String(value)).toBe(official(value));
      }),
      { seed: SEED, numRuns: 5000 },
    );
  });

  test('what is a URI is what the official schemas call one', () => {
    const official = ajv.compile({ type: 'string', format: 'uri' });
    const pieces = fc.constantFrom(
      'http:',
      'ftp:',
      'urn:',
      'x',
      '/',
      '//',
      ':',
      '@',
      '[',
      ']',
      '::',
      '1',
      'ffff',
      '1.2.3.4',
      '999',
      '.',
      'a',
      '%41',
      '%4',
      '?',
      '#',
      '"',
      ' ',
      'ä',
      'v1.',
      '[::1]',
      '[1:2:3:4:5:6:7:8]',
      ':80',
      '=',
      '&',
      '!',
      '{',
    );
    const nearly = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.array(pieces, { maxLength: 8 }).map((parts) => `http://${parts.join('')}`),
      fc
        .array(fc.constantFrom('::', ':', '1', 'ab', '1.2.3.4'), { maxLength: 16 })
        .map((p) => `h://[${p.join('')}]`),
      fc
        .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.boolean())
        .map(
          ([before, after, four]) =>
            `h://[${Array(before).fill('a').join(':')}::${[...Array(after).fill('b'), ...(four ? ['1.2.3.4'] : [])].join(':')}]`,
        ),
    );
    fc.assert(
      fc.property(nearly, (text) => {
        expect(uri().safeParse(text).success, text).toBe(official(text));
      }),
      { seed: SEED, numRuns: 10_000 },
    );
  });
});
