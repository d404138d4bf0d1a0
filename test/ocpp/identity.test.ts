import { describe, expect, test } from 'vitest';

import { foldIdentity, parseIdentity } from '../../src/ocpp/identity.ts';

describe('the identity in the path (OCPP-J 3.1.1)', () => {
  test.each([
    { path: '/ocpp/CP-OFFICE-01', id: 'CP-OFFICE-01', fired: [] },
    { path: '/ocpp/RDAM%20123', id: 'RDAM 123', fired: [] },
    { path: '/ocpp/a%2Fb', id: 'a/b', fired: [] },
    { path: '/ocpp/x:y', id: 'x:y', fired: [] },
    { path: '/ocpp/%C3%BC', id: 'ü', fired: [] },
    { path: '/ocpp/50%25', id: '50%', fired: [] },
    { path: '/ocpp/50%2525', id: '50%25', fired: [] },
    { path: '/ocpp/a+b@c', id: 'a+b@c', fired: [] },
    { path: '/ocpp/ocpp', id: 'ocpp', fired: [] },
    { path: '/ocpp/A/', id: 'A', fired: ['extraSlashes'] },
    { path: '//ocpp//A', id: 'A', fired: ['extraSlashes'] },
    { path: '/ocpp/A/A', id: 'A', fired: ['doubledIdentity'] },
    { path: '/ocpp/a%20b/A%20B', id: 'A B', fired: ['doubledIdentity'] },
    { path: '/ocpp/A/A/', id: 'A', fired: ['extraSlashes', 'doubledIdentity'] },
    { path: '/ocpp/4/A', id: 'A', fired: ['extraPathSegments'] },
    { path: '/ocpp/%ZZ/A', id: 'A', fired: ['extraPathSegments'] },
    { path: `/ocpp/${encodeURIComponent('🚗'.repeat(255))}`, id: '🚗'.repeat(255), fired: [] },
  ])('$path is $id, flagged $fired', ({ path, id, fired }) => {
    const identity = parseIdentity(path);
    expect(identity).toMatchObject({ kind: 'identity', id });
    expect(identity.kind === 'identity' && identity.tolerances.map(({ name }) => name)).toEqual(fired);
  });

  test.each(['/ocpp', '/ocpp/', '/ocpp//'])('%s names nobody', (path) => {
    expect(parseIdentity(path)).toEqual({ kind: 'missing' });
  });

  test.each([
    { path: '/ocpp/%ZZ', reason: 'badEscape' },
    { path: '/ocpp/%FF', reason: 'badEscape' },
    { path: '/ocpp/abc%', reason: 'badEscape' },
    { path: '/ocpp/%ED%A0%80', reason: 'badEscape' },
    { path: '/ocpp/a%00', reason: 'controlCharacter' },
    { path: '/ocpp/a%0Ab', reason: 'controlCharacter' },
    { path: '/ocpp/%C2%85', reason: 'controlCharacter' },
    { path: `/ocpp/${'x'.repeat(256)}`, reason: 'tooLong' },
    { path: '/other/A', reason: 'notUnderEndpoint' },
    { path: '/', reason: 'notUnderEndpoint' },
    { path: 'ocpp/A', reason: 'notUnderEndpoint' },
    { path: '/OCPP/A', reason: 'notUnderEndpoint' },
  ])('$path is malformed: $reason', ({ path, reason }) => {
    expect(parseIdentity(path)).toEqual({ kind: 'malformed', reason });
  });
});

describe('folding', () => {
  test('makes spellings of one charger equal: case, and composed or not', () => {
    expect(foldIdentity('CP-Ü')).toBe(foldIdentity('cp-u\u0308'));
    expect(foldIdentity('CP-1')).not.toBe(foldIdentity('CP-2'));
  });
});
