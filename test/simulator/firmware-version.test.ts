import { expect, test } from 'vitest';

import { firmwareVersion } from '../../src/simulator/firmware/firmware-version.ts';

const BINARY = Uint8Array.of(0x7f, 0x45, 0x00, 0xff);

test.each([
  ['https://files.example/cp-2.4.1.bin', '2.4.1'],
  ['https://files.example/release/v10.0.3-rc.1.tar.gz?sig=1.2.3', '10.0.3-rc.1'],
  ['https://files.example/fw/nightly.img', 'nightly'],
  ['https://files.example/', 'unknown'],
])('the name of the file tells: %s brings %s', (location, version) => {
  expect(firmwareVersion(location, BINARY)).toBe(version);
});

test('what the file says at its start goes before its name, and 50 characters are the most (OCPP 1.6 6.3)', () => {
  const saying = (text: string) => firmwareVersion('https://files.example/cp-1.0.bin', Buffer.from(text));
  expect(saying('# for CP\nFirmware-Version: 3.0.0-b7\n...')).toBe('3.0.0-b7');
  expect(saying('VERSION=7')).toBe('7');
  expect(saying(`version: ${'9'.repeat(80)}`)).toHaveLength(50);
  expect(saying('this is the version of nothing')).toBe('1.0');
});
