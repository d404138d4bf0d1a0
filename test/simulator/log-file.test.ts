import { expect, test } from 'vitest';

import { logFile, logWindow } from '../../src/simulator/logs/log-file.ts';
import { failedLogStatus } from '../../src/simulator/logs/upload-status.ts';

const at = (text: string) => Date.parse(text);
const ENTRIES = [
  { atMs: at('2025-01-15T10:00:00Z'), text: 'Connected' },
  { atMs: at('2025-01-15T11:00:00Z'), text: 'Rebooting' },
];
const CHARGER = { identity: 'CP/ü 1', nowMs: at('2025-01-15T12:00:00Z'), about: 'Capacitor Simulator' };

test('a log is a line an entry, in a file whose name any file system takes', () => {
  expect(logFile('diagnostics', ENTRIES, { fromMs: null, untilMs: null }, CHARGER)).toEqual({
    name: 'CP___1-diagnostics-20250115T120000Z.txt',
    text:
      'CP/ü 1, Capacitor Simulator: diagnostics log\n' +
      '2025-01-15T10:00:00.000Z  Connected\n2025-01-15T11:00:00.000Z  Rebooting\n',
  });
});

test('only what was logged in the window, both ends included; nothing is no file (OCPP 1.6 5.9)', () => {
  const textOf = (from?: string, until?: string) =>
    logFile('security', ENTRIES, logWindow(from, until), CHARGER)?.text;
  expect(textOf('2025-01-15T12:00:00+01:00')).not.toContain('Connected');
  expect(textOf(undefined, '2025-01-15T10:00:00Z')).not.toContain('Rebooting');
  expect(textOf('2025-01-15T10:00:00Z', '2025-01-15T11:00:00Z')).toMatch(/Connected[^]*Rebooting/);
  expect(textOf('2025-01-15T11:00:01Z')).toBeUndefined();
});

test.each([
  [{ kind: 'refused', httpStatus: 400 }, 'BadMessage'],
  [{ kind: 'refused', httpStatus: 401 }, 'PermissionDenied'],
  [{ kind: 'refused', httpStatus: 405 }, 'NotSupportedOperation'],
  [{ kind: 'refused', httpStatus: 500 }, 'UploadFailure'],
  [{ kind: 'unsupportedLocation' }, 'NotSupportedOperation'],
  [{ kind: 'unreachable', reason: 'ECONNREFUSED' }, 'UploadFailure'],
] as const)('an upload that failed by %j is %s (N01)', (problem, status) => {
  expect(failedLogStatus(problem)).toBe(status);
});
