import { describe, expect, test } from 'vitest';
import {
  bringCertificate,
  type ChargePointCertificates,
  isAtWork,
  NO_CERTIFICATES,
  requestCertificate,
  settleCertificate,
  useCertificate,
} from '../../src/domain/charge-point-certificate.ts';
import type { CommandEnd } from '../../src/domain/command.ts';

function brought(fingerprint: string, before = NO_CERTIFICATES): ChargePointCertificates {
  const certificate = {
    subject: 'CN=SN-1',
    issuer: 'CN=CA',
    serialNumber: fingerprint,
    notBefore: 0,
    notAfter: 1,
    fingerprint,
  };
  return bringCertificate(before, { chain: `chain ${fingerprint}`, certificate }, 1);
}

const answer = (status: string): CommandEnd => ({ state: 'answered', confirmation: { status } });
const accepted = settleCertificate(brought('aa'), answer('Accepted'), 2);

test('an accepted certificate is the current one, and stays it when the next is rejected', () => {
  expect(accepted.current).toMatchObject({ state: 'accepted', answeredAt: 2 });
  const next = settleCertificate(brought('bb', accepted), answer('Rejected'), 3);
  expect(next).toMatchObject({ current: { chain: 'chain aa' }, latest: { state: 'rejected' } });
});

describe('a CertificateSigned without a clear answer', () => {
  test.each<CommandEnd>([
    { state: 'timedOut' },
    { state: 'connectionLost' },
    { state: 'invalidAnswer', reason: 'no status' },
  ])('$state leaves it open whether the charger has it', (end) => {
    const after = settleCertificate(brought('aa'), end, 2);
    expect(after).toMatchObject({ current: null, latest: { state: 'signed' } });
    expect(after.latest?.reason).toContain(end.state);
    expect(settleCertificate(after, answer('Accepted'), 3).current).toMatchObject({
      state: 'accepted',
      reason: null,
    });
  });

  test.each<CommandEnd>([
    { state: 'callError', code: 'NotSupported', description: '' },
    { state: 'expired' },
  ])('$state has failed', (end) => {
    expect(settleCertificate(brought('aa'), end, 2)).toMatchObject({ latest: { state: 'failed' } });
  });
});

describe('the certificate that the charger connects with', () => {
  test('becomes active, also when its acceptance was never heard, and a late answer does not undo that', () => {
    const used = useCertificate(brought('aa'), { fingerprint: 'AA', serialNumber: null }, 5);
    expect(used).toMatchObject({ current: { state: 'active', activeAt: 5 }, latest: { state: 'active' } });
    expect(settleCertificate(used, answer('Rejected'), 6)).toBe(used);
  });

  test('is the older one while the newer is not in use yet', () => {
    const next = brought('bb', accepted);
    expect(useCertificate(next, { fingerprint: 'aa', serialNumber: null }, 5)).toMatchObject({
      current: { state: 'active', chain: 'chain aa' },
      latest: { state: 'signed', chain: 'chain bb' },
    });
  });

  test('is written once', () => {
    const used = useCertificate(accepted, { fingerprint: 'aa', serialNumber: null }, 5);
    expect(useCertificate(used, { fingerprint: 'aa', serialNumber: null }, 9)).toBe(used);
  });

  test('is none of ours where fingerprint or serial number is another', () => {
    expect(useCertificate(accepted, { fingerprint: 'cc', serialNumber: 'aa' }, 5)).toBe(accepted);
    expect(useCertificate(accepted, { fingerprint: null, serialNumber: 'cc' }, 5)).toBe(accepted);
    expect(useCertificate(accepted, { fingerprint: null, serialNumber: null }, 5)).toBe(accepted);
  });
});

test('a request that comes again while it is at work is known; later, or refused, it is a new one', () => {
  const request = { digest: 'd', subject: null, authority: 'builtin', refusal: null };
  const asked = requestCertificate(NO_CERTIFICATES, request, 1_000);
  expect(isAtWork(asked, 'd', 2_000)).toBe(true);
  expect(isAtWork(asked, 'other', 2_000)).toBe(false);
  expect(isAtWork(asked, 'd', 1_000_000)).toBe(false);
  const refused = requestCertificate(NO_CERTIFICATES, { ...request, refusal: 'no' }, 1_000);
  expect(isAtWork(refused, 'd', 2_000)).toBe(false);
});
