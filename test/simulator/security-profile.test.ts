import { expect, test } from 'vitest';

import { authorizationHeader } from '../../src/simulator/security/login.ts';
import { maySetSecurityProfile } from '../../src/simulator/security/security-profile.ts';

const ALL = { hasPassword: true, hasCentralSystemRoot: true, hasOwnCertificate: true };

test('a security profile goes up only, and needs what it stands on (A05.FR.02 to 04)', () => {
  expect(maySetSecurityProfile(1, 2, ALL)).toBe(true);
  expect(maySetSecurityProfile(0, 3, ALL)).toBe(true);
  expect(maySetSecurityProfile(2, 2, ALL)).toBe(false);
  expect(maySetSecurityProfile(2, 1, ALL)).toBe(false);
  expect(maySetSecurityProfile(0, 1, { ...ALL, hasPassword: false })).toBe(false);
  expect(maySetSecurityProfile(1, 2, { ...ALL, hasCentralSystemRoot: false })).toBe(false);
  expect(maySetSecurityProfile(2, 3, { ...ALL, hasOwnCertificate: false })).toBe(false);
  expect(maySetSecurityProfile(2, 3, { ...ALL, hasPassword: false })).toBe(true);
});

test('logs in with the password from the start until a key is set, and at profile 3 with none', () => {
  const key = '000102030405060708090a0b0c0d0e0f';
  const header = (bytes: Buffer) => `Basic ${Buffer.concat([Buffer.from('CP:'), bytes]).toString('base64')}`;
  expect(authorizationHeader('CP', null, {})).toBeNull();
  expect(authorizationHeader('CP', 'first', {})).toBe(header(Buffer.from('first')));
  expect(authorizationHeader('CP', 'first', { AuthorizationKey: key })).toBe(header(Buffer.from(key, 'hex')));
  expect(authorizationHeader('CP', 'first', { AuthorizationKey: key, SecurityProfile: '3' })).toBeNull();
});
