import { parseArgs } from 'node:util';

import * as z from 'zod';

import { failure, type Result, success } from '../lib/result.ts';
import type { HashAlgorithm } from '../ocpp/v16/types/certificate-hash-data.ts';
import { type Configuration, presetConfiguration } from './configuration.ts';
import type { UploadMethod } from './transfer/transfer-address.ts';

/** What the command line asks for. Power in W, energy in Wh, times in ms unless the name says otherwise. */
export interface Options {
  url: string;
  identities: string[];
  staggerMs: number;
  password: string | Uint8Array | null;
  isDialledUntilRegistered: boolean;
  connectorCount: number;
  powerW: number;
  phases: 1 | 3;
  voltageV: number;
  meterStartWh: number;
  configuration: Configuration;
  uploadMethod: UploadMethod;
  installSeconds: number;
  isInstallToFail: boolean;
  hashAlgorithm: HashAlgorithm;
  hasFixedCable: boolean;
  vendor: string;
  model: string;
  firmware: string;
  serial: string | null;
  vehicle: { socPercent: number; capacityKwh: number } | null;
  idTag: string;
  otherIdTag: string;
  plugInAfterSeconds: number | null;
  speed: number;
  clockStartMs: number | null;
  scriptPath: string | null;
  output: 'lines' | 'problems' | 'json';
}

const ARGUMENTS = {
  url: { type: 'string', default: 'ws://127.0.0.1:8787/ocpp' },
  id: { type: 'string', default: 'CP-OFFICE-01' },
  count: { type: 'string', default: '1' },
  stagger: { type: 'string', default: '50' },
  password: { type: 'string' },
  'password-hex': { type: 'string' },
  'dial-until-registered': { type: 'boolean', default: false },
  connectors: { type: 'string', default: '1' },
  power: { type: 'string', default: '7.4' },
  phases: { type: 'string', default: '1' },
  voltage: { type: 'string', default: '230' },
  'meter-start': { type: 'string', default: '10000' },
  'sample-interval': { type: 'string', default: '60' },
  config: { type: 'string', multiple: true },
  'fixed-cable': { type: 'boolean', default: false },
  upload: { type: 'string', default: 'put' },
  'install-time': { type: 'string', default: '10' },
  'fail-install': { type: 'boolean', default: false },
  'hash-algorithm': { type: 'string', default: 'SHA256' },
  vendor: { type: 'string', default: 'Capacitor' },
  model: { type: 'string', default: 'Simulator' },
  firmware: { type: 'string', default: '1.0.0' },
  serial: { type: 'string' },
  battery: { type: 'string', default: '60' },
  soc: { type: 'string', default: '20' },
  'id-tag': { type: 'string', default: 'CARD-001' },
  'other-id-tag': { type: 'string', default: 'CARD-002' },
  'plug-in-after': { type: 'string' },
  speed: { type: 'string', default: '1' },
  clock: { type: 'string' },
  script: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function number(description: string, smallest: number, largest: number) {
  const error = `${description} from ${smallest} to ${largest}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, error)
    .transform(Number)
    .pipe(z.number().min(smallest, error).max(largest, error));
}

function wholeNumber(smallest: number, largest: number) {
  const error = `a whole number from ${smallest} to ${largest}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .pipe(z.number().min(smallest, error).max(largest, error));
}

function text(longest: number) {
  const error = `1 to ${longest} characters`;
  return z.string().min(1, error).max(longest, error);
}

const valuesShape = z.object({
  url: z.url({ protocol: /^wss?$/, error: 'a URL that begins with ws:// or wss://' }),
  id: text(255),
  count: wholeNumber(1, 100_000),
  stagger: wholeNumber(0, 60_000),
  password: z.string().optional(),
  'password-hex': z
    .string()
    .regex(/^([0-9a-fA-F]{2})+$/, 'pairs of hex digits')
    .optional(),
  'dial-until-registered': z.boolean(),
  connectors: wholeNumber(1, 100),
  power: number('kW', 0.1, 1000),
  phases: z.enum(['1', '3'], '1 or 3').transform((phases) => (phases === '1' ? 1 : 3)),
  voltage: number('volts', 1, 1000),
  'meter-start': wholeNumber(0, 2_000_000_000),
  'sample-interval': wholeNumber(0, 86_400),
  config: z.array(z.string().regex(/^[^=]+=/, 'KEY=VALUE')).default([]),
  'fixed-cable': z.boolean(),
  upload: z.enum(['put', 'post'], 'put or post').transform((method) => (method === 'put' ? 'PUT' : 'POST')),
  'install-time': number('seconds', 0, 86_400),
  'fail-install': z.boolean(),
  'hash-algorithm': z.enum(['SHA256', 'SHA384', 'SHA512'], 'SHA256, SHA384 or SHA512'),
  vendor: text(20),
  model: text(20),
  firmware: text(50),
  serial: text(25).optional(),
  battery: number('kWh', 0, 10_000),
  soc: number('percent', 0, 100),
  'id-tag': text(20),
  'other-id-tag': text(20),
  'plug-in-after': number('seconds', 0, 86_400).optional(),
  speed: number('a factor', 0.01, 100_000),
  clock: z.iso.datetime({ offset: true, error: 'a time such as 2025-01-15T10:35:00Z' }).optional(),
  script: z.string().optional(),
  quiet: z.boolean(),
  json: z.boolean(),
});

/** The command line as options; `help` when that is asked for; else one line that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Result<Options | 'help', string> {
  const raw = readArguments(args);
  if (!raw.ok) return raw;
  if (raw.value.help) return success('help');

  const parsed = valuesShape.safeParse(raw.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return failure(`--${String(issue?.path[0] ?? '')} wants ${issue?.message ?? 'another value'}`);
  }
  const values = parsed.data;
  const configuration = configure([
    `MeterValueSampleInterval=${values['sample-interval']}`,
    ...values.config,
  ]);
  if (!configuration.ok) return configuration;

  return success({
    url: values.url,
    identities: identitiesOf(values.id, values.count),
    staggerMs: values.stagger,
    password: passwordOf(values.password, values['password-hex']),
    isDialledUntilRegistered: values['dial-until-registered'],
    connectorCount: values.connectors,
    powerW: values.power * 1000,
    phases: values.phases,
    voltageV: values.voltage,
    meterStartWh: values['meter-start'],
    configuration: configuration.value,
    hasFixedCable: values['fixed-cable'],
    uploadMethod: values.upload,
    installSeconds: values['install-time'],
    isInstallToFail: values['fail-install'],
    hashAlgorithm: values['hash-algorithm'],
    vendor: values.vendor,
    model: values.model,
    firmware: values.firmware,
    serial: values.serial ?? null,
    vehicle: values.battery === 0 ? null : { socPercent: values.soc, capacityKwh: values.battery },
    idTag: values['id-tag'],
    otherIdTag: values['other-id-tag'],
    plugInAfterSeconds: values['plug-in-after'] ?? null,
    speed: values.speed,
    clockStartMs: values.clock === undefined ? null : Date.parse(values.clock),
    scriptPath: values.script ?? null,
    output: values.json ? 'json' : values.quiet ? 'problems' : 'lines',
  });
}

function readArguments(args: readonly string[]) {
  try {
    return success(parseArgs({ args: [...args], options: ARGUMENTS, allowPositionals: false }).values);
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

function identitiesOf(id: string, count: number): string[] {
  return count === 1 ? [id] : Array.from({ length: count }, (_, index) => `${id}-${index + 1}`);
}

function passwordOf(text: string | undefined, hex: string | undefined): string | Uint8Array | null {
  if (hex !== undefined) return Buffer.from(hex, 'hex');
  return text ?? null;
}

function configure(assignments: readonly string[]): Result<Configuration, string> {
  let configuration: Configuration = {};
  for (const assignment of assignments) {
    const [key = '', ...rest] = assignment.split('=');
    const preset = presetConfiguration(configuration, key, rest.join('='));
    if (!preset.ok) return failure(`--config ${assignment}: ${preset.error}`);
    configuration = preset.value;
  }
  return success(configuration);
}
