import { describe, expect, test } from 'vitest';

import { asOf, decideBeforeAsking, decideOffline } from '../../src/simulator/authorization.ts';
import { type Configuration } from '../../src/simulator/configuration.ts';

const ACCEPTED = { status: 'Accepted' } as const;
const BLOCKED = { status: 'Blocked' } as const;

test('a tag is Expired from its expiryDate on; one that is refused stays what it is', () => {
  const info = { ...ACCEPTED, expiryDate: '2025-01-15T12:00:00Z' };
  const noonMs = Date.parse('2025-01-15T12:00:00Z');
  expect(asOf(info, noonMs - 1).status).toBe('Accepted');
  expect(asOf(info, noonMs).status).toBe('Expired');
  expect(asOf({ ...info, status: 'Blocked' }, noonMs).status).toBe('Blocked');
});

test('LocalPreAuthorize lets a known good tag charge without asking; any other is asked for', () => {
  const on: Configuration = { LocalPreAuthorize: 'true' };
  expect(decideBeforeAsking(ACCEPTED, on)).toMatchObject({ isAccepted: true, source: 'charger' });
  expect(decideBeforeAsking({ status: 'ConcurrentTx' }, on)).toMatchObject({ isAccepted: true });
  expect(decideBeforeAsking(BLOCKED, on)).toBeNull();
  expect(decideBeforeAsking(undefined, on)).toBeNull();
  expect(decideBeforeAsking(ACCEPTED, { LocalPreAuthorize: 'false' })).toBeNull();
});

describe('offline (OCPP 1.6 3.5)', () => {
  test.each([
    [ACCEPTED, 'true', 'false', true],
    [ACCEPTED, 'false', 'false', false],
    [ACCEPTED, 'false', 'true', true],
    [BLOCKED, 'true', 'true', false],
    [undefined, 'true', 'true', true],
    [undefined, 'true', 'false', false],
  ] as const)(
    'known %j, LocalAuthorizeOffline %s, AllowOfflineTxForUnknownId %s: %s',
    (known, LocalAuthorizeOffline, AllowOfflineTxForUnknownId, isAccepted) => {
      expect(decideOffline(known, { LocalAuthorizeOffline, AllowOfflineTxForUnknownId }).isAccepted).toBe(
        isAccepted,
      );
    },
  );
});
