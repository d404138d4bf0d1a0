import { expect, test } from 'vitest';

import { decideUpdate, unsignedStatus } from '../../src/simulator/firmware/firmware-status.ts';

test('a further update cancels one that does not install yet, and is refused by one that does (L01)', () => {
  expect(decideUpdate(null)).toBe('Accepted');
  expect(decideUpdate('DownloadScheduled')).toBe('AcceptedCanceled');
  expect(decideUpdate('InstallScheduled')).toBe('AcceptedCanceled');
  expect(decideUpdate('Installing')).toBe('Rejected');
  expect(decideUpdate('InstallRebooting')).toBe('Rejected');
});

test('FirmwareStatusNotification has no word for the steps of the white paper (OCPP 1.6 7.25)', () => {
  expect(unsignedStatus('Downloaded')).toBe('Downloaded');
  expect(unsignedStatus('InvalidSignature')).toBe('InstallationFailed');
  for (const status of [
    'DownloadScheduled',
    'SignatureVerified',
    'InstallScheduled',
    'InstallRebooting',
  ] as const) {
    expect(unsignedStatus(status)).toBeNull();
  }
});
