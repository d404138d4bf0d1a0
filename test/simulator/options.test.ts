import { expect, test } from 'vitest';

import { HELP } from '../../src/simulator/help.ts';
import { type Options, parseOptions } from '../../src/simulator/options.ts';

function optionsOf(...args: string[]): Options {
  const parsed = parseOptions(args);
  if (!parsed.ok || parsed.value === 'help') throw new Error(parsed.ok ? 'help' : parsed.error);
  return parsed.value;
}

test('without arguments it is the charger of the tutorial on the local server', () => {
  expect(optionsOf()).toMatchObject({
    url: 'ws://127.0.0.1:8787/ocpp',
    identities: ['CP-OFFICE-01'],
    connectorCount: 1,
    powerW: 7400,
    meterStartWh: 10_000,
    vehicle: { socPercent: 20, capacityKwh: 60 },
    configuration: { MeterValueSampleInterval: '60' },
    speed: 1,
    output: 'lines',
  });
});

test('units: kW becomes W, --battery 0 is a vehicle that never gets full, --clock a moment', () => {
  expect(
    optionsOf('--power', '22', '--phases', '3', '--battery', '0', '--clock', '2025-01-15T10:35:00Z'),
  ).toMatchObject({
    powerW: 22_000,
    phases: 3,
    vehicle: null,
    clockStartMs: Date.UTC(2025, 0, 15, 10, 35),
  });
});

test('how files travel, installations end and certificates are named', () => {
  expect(optionsOf()).toMatchObject({ uploadMethod: 'PUT', installSeconds: 10, hashAlgorithm: 'SHA256' });
  expect(
    optionsOf('--upload', 'post', '--install-time', '2', '--fail-install', '--hash-algorithm', 'SHA512'),
  ).toMatchObject({
    uploadMethod: 'POST',
    installSeconds: 2,
    isInstallToFail: true,
    hashAlgorithm: 'SHA512',
  });
});

test('--count numbers the chargers', () => {
  expect(optionsOf('--id', 'CP', '--count', '3').identities).toEqual(['CP-1', 'CP-2', 'CP-3']);
});

test('--password is text, --password-hex the bytes', () => {
  expect(optionsOf('--password', '00ff').password).toBe('00ff');
  expect(optionsOf('--password-hex', '00ff').password).toEqual(Buffer.from([0, 255]));
});

test('--config sets keys, by any case, with values that hold an equals sign', () => {
  const { configuration } = optionsOf(
    '--config',
    'authorizeremotetxrequests=TRUE',
    '--config',
    'ConnectorPhaseRotation=1=RST',
  );
  expect(configuration).toMatchObject({ AuthorizeRemoteTxRequests: 'true', ConnectorPhaseRotation: '1=RST' });
});

test('--config sets what the server may only read, too', () => {
  expect(optionsOf('--config', 'LocalAuthListMaxLength=2').configuration).toMatchObject({
    LocalAuthListMaxLength: '2',
  });
});

test.each([
  [['--power', 'much'], '--power wants kW from 0.1 to 1000'],
  [['--url', 'http://example.com'], '--url wants a URL that begins with ws:// or wss://'],
  [['--count', '1.5'], '--count wants a whole number from 1 to 100000'],
  [['--config', 'Nonsense=1'], '--config Nonsense=1: unknown key'],
  [['--config', 'HeartbeatInterval=soon'], '--config HeartbeatInterval=soon: not a value it takes'],
  [['--nonsense'], "Unknown option '--nonsense'"],
])('%j is refused in one line', (args, message) => {
  const parsed = parseOptions(args);
  expect(parsed).toMatchObject({ ok: false });
  expect(parsed.ok ? '' : parsed.error).toContain(message);
});

test('--help wins, and names every option', () => {
  expect(parseOptions(['--help'])).toEqual({ ok: true, value: 'help' });
  for (const option of [
    '--dial-until-registered',
    '--plug-in-after',
    '--speed',
    '--sample-interval',
    '--json',
  ]) {
    expect(HELP).toContain(option);
  }
});
