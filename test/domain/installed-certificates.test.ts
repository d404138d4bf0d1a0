import { describe, expect, test } from 'vitest';
import {
  forgetSending,
  type InstalledCertificates,
  isLastRoot,
  listInstalled,
  noteDeleted,
  noteInstalled,
  noteSending,
  noteTold,
  NOTHING_INSTALLED,
  otherAlgorithm,
  type SentCertificate,
  spelledByCharger,
} from '../../src/domain/installed-certificates.ts';

const CENTRAL = 'CentralSystemRootCertificate';

function sent(commandId: string, serialNumber: string): SentCertificate {
  return {
    certificateType: CENTRAL,
    commandId,
    subject: `CN=${serialNumber}`,
    serialNumber,
    notBefore: 0,
    notAfter: 1,
    fingerprint: serialNumber,
    issuerNameHashes: { SHA256: 'aa', SHA384: 'bb', SHA512: 'cc' },
    installedAt: null,
  };
}

const told = (serialNumber: string, hashAlgorithm: 'SHA256' | 'SHA384' = 'SHA256') => ({
  hashAlgorithm,
  issuerNameHash: hashAlgorithm === 'SHA256' ? 'AA' : 'BB',
  issuerKeyHash: 'DD',
  serialNumber,
});

/** Sent and taken, one a serial number. */
function installed(...serialNumbers: string[]): InstalledCertificates {
  return serialNumbers.reduce(
    (state, serial) => noteInstalled(noteSending(state, sent(`cmd_${serial}`, serial)), `cmd_${serial}`, 5),
    NOTHING_INSTALLED,
  );
}

test('what was sent is listed once the charger has taken it, and forgotten when it has not', () => {
  const sending = noteSending(NOTHING_INSTALLED, sent('cmd_1', '1a'));
  expect(listInstalled(sending)).toEqual([]);
  expect(listInstalled(forgetSending(sending, 'cmd_1'))).toEqual([]);
  expect(listInstalled(noteInstalled(sending, 'cmd_1', 5))).toMatchObject([
    { certificateType: CENTRAL, hashData: null, sent: { installedAt: 5 }, readAt: null },
  ]);
});

test('the same certificate taken twice is one', () => {
  const again = noteSending(installed('1a'), sent('cmd_again', '1a'));
  expect(listInstalled(noteInstalled(again, 'cmd_again', 9))).toMatchObject([{ sent: { installedAt: 9 } }]);
});

test('what the charger tells replaces what was known; hex is compared without case and leading zeros', () => {
  const state = noteTold(installed('1a', '2b'), CENTRAL, [told('001A'), told('3C')], 7);
  expect(listInstalled(state)).toMatchObject([
    { hashData: told('001A'), sent: { subject: 'CN=1a' }, readAt: 7 },
    { hashData: told('3C'), sent: null, readAt: 7 },
  ]);
});

test('a deletion takes away what was told and what was sent', () => {
  const state = noteTold(installed('1a'), CENTRAL, [told('1A'), told('2B')], 7);
  expect(listInstalled(noteDeleted(state, told('1a')))).toMatchObject([{ hashData: told('2B') }]);
  expect(listInstalled(noteDeleted(installed('1a'), told('1A')))).toEqual([]);
});

describe('a deletion is sent in the charger’s own words', () => {
  const state = noteTold(NOTHING_INSTALLED, CENTRAL, [told('1A', 'SHA384')], 7);
  const lower = { ...told('1a', 'SHA384'), issuerNameHash: 'bb', issuerKeyHash: 'dd' };

  test('with its spelling', () => {
    expect(spelledByCharger(state, lower)).toEqual(told('1A', 'SHA384'));
    expect(otherAlgorithm(state, lower)).toBeNull();
  });

  test('what it has not told is sent as it is', () => {
    expect(spelledByCharger(state, told('9f'))).toEqual(told('9f'));
    expect(otherAlgorithm(state, told('9f'))).toBeNull();
  });

  test('another algorithm than it reported is noticed (security white paper M04.FR.07)', () => {
    expect(otherAlgorithm(state, told('1a'))).toBe('SHA384');
  });
});

test.each([
  ['the only root', [told('1A')], true],
  ['one of two roots', [told('1A'), told('2B')], false],
  ['not that root', [told('2B')], false],
])('%s: is it the last one', (_what, roots, isLast) => {
  const known = roots.map((hashData) => ({ certificateType: CENTRAL, certificateHashData: hashData }));
  const manufacturer = { certificateType: 'ManufacturerRootCertificate', certificateHashData: told('1A') };
  expect(isLastRoot([...known, manufacturer], told('1a'))).toBe(isLast);
});
