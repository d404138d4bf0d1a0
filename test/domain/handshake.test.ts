import { describe, expect, test } from 'vitest';
import { decideHandshake, type HandshakeRequest } from '../../src/domain/handshake.ts';
import { ChargerSettings, Registration } from '../../src/domain/registration.ts';

function registered(securityProfile: number): Registration {
  return Registration.parse({
    chargerId: 'chg_1',
    accountId: 'acc_1',
    chargeBoxId: 'CP-1',
    name: null,
    location: null,
    serialNumber: 'SN-1',
    registration: 'Accepted',
    enabled: true,
    securityProfile,
    labels: [],
    settings: ChargerSettings.parse({}),
    registeredAt: 0,
  });
}

const PLAIN: HandshakeRequest = {
  isTls: false,
  certificateSubject: null,
  password: 'absent',
  subprotocol: 'ocpp1.6',
};
const PASSWORD: HandshakeRequest = { ...PLAIN, password: 'right' };
const TLS: HandshakeRequest = { ...PASSWORD, isTls: true };
const CERTIFICATE: HandshakeRequest = { ...PLAIN, isTls: true, certificateSubject: 'CN=SN-1' };

describe('a charger that was told a higher profile (security white paper A05.FR.08, 09)', () => {
  test.each([
    ['0 to 1, without a password', 0, 1, PLAIN, 0],
    ['0 to 1, with a wrong password', 0, 1, { ...PLAIN, password: 'wrong' as const }, 0],
    ['0 to 1, with its password', 0, 1, PASSWORD, 1],
    ['1 to 2, over ws', 1, 2, PASSWORD, 1],
    ['1 to 2, over wss', 1, 2, TLS, 2],
    ['2 to 3, with its password', 2, 3, TLS, 2],
    ['2 to 3, with its certificate', 2, 3, CERTIFICATE, 3],
    ['1 to 3, with both', 1, 3, { ...CERTIFICATE, password: 'right' as const }, 3],
  ])('%s', (_what, from, to, request, expected) => {
    expect(decideHandshake(registered(from), request, to)).toMatchObject({
      kind: 'accepted',
      securityProfile: expected,
    });
  });

  test('is refused for what its present profile asks where it meets neither', () => {
    expect(decideHandshake(registered(1), PLAIN, 2)).toMatchObject({ kind: 'refused', status: 401 });
    expect(decideHandshake(registered(2), PASSWORD, 3)).toMatchObject({ kind: 'refused', status: 403 });
  });

  test('is refused where it is disabled, whatever profile it meets', () => {
    const disabled = { ...registered(0), enabled: false };
    expect(decideHandshake(disabled, PASSWORD, 1)).toMatchObject({ kind: 'refused', status: 403 });
  });
});
