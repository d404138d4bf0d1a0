import { describe, expect, test } from 'vitest';

import {
  basicUserName,
  passwordBytes,
  passwordCandidates,
  readBasicAuthorization,
} from '../../src/ocpp/basic-authorization.ts';

const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];
const basic = (user: string, password: number[]): string =>
  `Basic ${btoa(String.fromCharCode(...utf8(user), 0x3a, ...password))}`;
const KEY_HEX = '0001020304050607ff3a0a0b0c0d0e0f';
const KEY = [0, 1, 2, 3, 4, 5, 6, 7, 0xff, 0x3a, 10, 11, 12, 13, 14, 15];

describe('credentials of a charger (OCPP-J 6.2, white paper A00)', () => {
  test.each([
    {
      title: 'plain text',
      identities: ['CP1'],
      header: basic('CP1', utf8('secret')),
      password: utf8('secret'),
    },
    {
      title: 'any bytes: NUL, colon, no UTF-8',
      identities: ['CP1'],
      header: basic('CP1', KEY),
      password: KEY,
    },
    {
      title: 'colons in the identity',
      identities: ['x:y'],
      header: basic('x:y', utf8('a:b')),
      password: utf8('a:b'),
    },
    {
      title: 'an identity beyond ASCII',
      identities: ['ü🚗'],
      header: basic('ü🚗', utf8('p')),
      password: utf8('p'),
    },
    {
      title: 'another case of the identity',
      identities: ['cp1'],
      header: basic('CP1', utf8('p')),
      password: utf8('p'),
    },
    {
      title: 'the registered spelling beside the one in the URL',
      identities: ['CP-u\u0308', 'x'],
      header: basic('cp-ü', utf8('p')),
      password: utf8('p'),
    },
    { title: 'an empty password', identities: ['CP1'], header: basic('CP1', []), password: [] },
    {
      title: 'the scheme in any case, with spaces',
      identities: ['CP1'],
      header: basic('CP1', utf8('p')).replace('Basic ', ' bAsIc   '),
      password: utf8('p'),
    },
    {
      title: 'base64 without padding',
      identities: ['CP1'],
      header: basic('CP1', utf8('p')).replace(/=+$/, ''),
      password: utf8('p'),
    },
  ])('take $title', ({ identities, header, password }) => {
    expect(readBasicAuthorization(header, identities)).toEqual({
      kind: 'password',
      password: Uint8Array.from(password),
    });
  });

  test.each([
    { title: 'no header', header: null, kind: 'absent' },
    { title: 'another scheme', header: 'Bearer abc', kind: 'malformed' },
    { title: 'no credentials', header: 'Basic', kind: 'malformed' },
    { title: 'no base64', header: 'Basic %%%', kind: 'malformed' },
    { title: 'no colon', header: `Basic ${btoa('CP1')}`, kind: 'malformed' },
    { title: 'another user', header: basic('CP2', utf8('p')), kind: 'wrongUser' },
    { title: 'no user', header: basic('', utf8('p')), kind: 'wrongUser' },
    { title: 'a longer user', header: basic('CP12', utf8('p')), kind: 'wrongUser' },
    { title: 'a user that is no UTF-8', header: `Basic ${btoa('\xff\xfe:p')}`, kind: 'wrongUser' },
    { title: 'thousands of colons', header: `Basic ${btoa(':'.repeat(50_000))}`, kind: 'wrongUser' },
  ])('with $title are $kind', ({ header, kind }) => {
    expect(readBasicAuthorization(header, ['CP1'])).toEqual({ kind });
  });

  test('name a charger that dials without an identity', () => {
    expect(basicUserName(basic('CP1', utf8('a:b')))).toBe('CP1');
    expect(basicUserName(basic('', utf8('a')))).toBeUndefined();
    expect(basicUserName(null)).toBeUndefined();
    expect(basicUserName('Bearer x')).toBeUndefined();
  });
});

describe('the key behind a password', () => {
  const texts = (candidates: Uint8Array[]): number[][] => candidates.map((bytes) => [...bytes]);

  test('is the bytes received, or what their hex text writes', () => {
    expect(texts(passwordCandidates(Uint8Array.from(KEY)))).toEqual([KEY]);
    expect(texts(passwordCandidates(Uint8Array.from(utf8(KEY_HEX.toUpperCase()))))).toEqual([
      utf8(KEY_HEX.toUpperCase()),
      KEY,
    ]);
  });

  test.each([30, 33, 42, 1000])('is never read as hex of %i digits', (digits) => {
    expect(passwordCandidates(Uint8Array.from(utf8('a'.repeat(digits))))).toHaveLength(1);
  });

  test.each([32, 34, 40])('is read as hex of %i digits', (digits) => {
    expect(passwordCandidates(Uint8Array.from(utf8('a'.repeat(digits))))[1]).toHaveLength(digits / 2);
  });

  test('set over REST is hex of 32 to 40 digits, else the text itself', () => {
    expect([...passwordBytes(KEY_HEX)]).toEqual(KEY);
    expect([...passwordBytes('pässword')]).toEqual(utf8('pässword'));
    expect([...passwordBytes('g'.repeat(32))]).toEqual(utf8('g'.repeat(32)));
    expect([...passwordBytes('a'.repeat(39))]).toEqual(utf8('a'.repeat(39)));
  });
});
