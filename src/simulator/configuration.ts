import { assertNever } from '../lib/assert-never.ts';
import { failure, type Result, success } from '../lib/result.ts';
import { isMeasured, MEASURANDS, type MeasuredQuantity } from './meter-values.ts';

/** What a key's value must look like. */
type ValueKind = 'boolean' | 'count' | 'measurands' | 'text' | 'authorizationKey' | 'securityProfile';

interface KeyRule {
  kind: ValueKind;
  readonly: boolean;
  initial: string;
  /** A change is in force after the next boot only. */
  needsReboot?: true;
}

function boolean(initial: boolean): KeyRule {
  return { kind: 'boolean', readonly: false, initial: String(initial) };
}

function count(initial: number): KeyRule {
  return { kind: 'count', readonly: false, initial: String(initial) };
}

function measurandList(...initial: MeasuredQuantity[]): KeyRule {
  return { kind: 'measurands', readonly: false, initial: initial.join(',') };
}

function text(initial: string): KeyRule {
  return { kind: 'text', readonly: false, initial };
}

function fixed(initial: string): KeyRule {
  return { kind: 'text', readonly: true, initial };
}

function fixedCount(initial: number): KeyRule {
  return { kind: 'count', readonly: true, initial: String(initial) };
}

/** The configuration keys of this charger (OCPP 1.6 9), in the order it lists them. */
const RULES = {
  AdditionalRootCertificateCheck: { ...boolean(false), readonly: true },
  AllowOfflineTxForUnknownId: boolean(true),
  AuthorizationCacheEnabled: boolean(true),
  AuthorizationKey: { kind: 'authorizationKey', readonly: false, initial: '' },
  AuthorizeRemoteTxRequests: boolean(false),
  CertificateSignedMaxChainSize: fixedCount(10_000),
  CertificateStoreMaxLength: fixedCount(8),
  ChargeProfileMaxStackLevel: fixedCount(10),
  ChargingScheduleAllowedChargingRateUnit: fixed('Current,Power'),
  ChargingScheduleMaxPeriods: fixedCount(24),
  ClockAlignedDataInterval: count(0),
  ConnectionTimeOut: count(120),
  ConnectorPhaseRotation: text('NotApplicable'),
  ConnectorSwitch3to1PhaseSupported: fixed('true'),
  CpoName: text(''),
  GetConfigurationMaxKeys: fixedCount(100),
  HeartbeatInterval: count(300),
  LocalAuthListEnabled: boolean(true),
  LocalAuthListMaxLength: fixedCount(1000),
  LocalAuthorizeOffline: boolean(true),
  LocalPreAuthorize: boolean(false),
  MaxChargingProfilesInstalled: fixedCount(20),
  MessageTimeout: count(30),
  MeterValuesAlignedData: measurandList('Energy.Active.Import.Register'),
  MeterValuesAlignedDataMaxLength: fixed(String(MEASURANDS.length)),
  MeterValuesSampledData: measurandList(
    'Energy.Active.Import.Register',
    'Power.Active.Import',
    'Current.Import',
    'Voltage',
    'SoC',
  ),
  MeterValuesSampledDataMaxLength: fixed(String(MEASURANDS.length)),
  MeterValueSampleInterval: count(60),
  NumberOfConnectors: fixed('1'),
  ReserveConnectorZeroSupported: fixed('true'),
  ResetRetries: count(1),
  SecurityProfile: { kind: 'securityProfile', readonly: false, initial: '0' },
  SendLocalListMaxLength: fixedCount(100),
  StopTransactionOnEVSideDisconnect: boolean(true),
  StopTransactionOnInvalidId: boolean(true),
  StopTxnAlignedData: measurandList(),
  StopTxnAlignedDataMaxLength: fixed(String(MEASURANDS.length)),
  StopTxnSampledData: measurandList('Energy.Active.Import.Register', 'SoC'),
  StopTxnSampledDataMaxLength: fixed(String(MEASURANDS.length)),
  SupportedFeatureProfiles: fixed(
    'Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger',
  ),
  SupportedFileTransferProtocols: fixed('HTTP,HTTPS'),
  TransactionMessageAttempts: count(0),
  TransactionMessageRetryInterval: count(10),
  UnlockConnectorOnEVSideDisconnect: boolean(true),
  WebSocketPingInterval: { ...count(60), needsReboot: true },
} satisfies Record<string, KeyRule>;

export type ConfigurationKey = keyof typeof RULES;

/** What was set; a key that was not has the value it left the factory with. */
export type Configuration = Readonly<Partial<Record<ConfigurationKey, string>>>;

/** What became of a change (OCPP 1.6 7.22). */
export type ChangeOutcome =
  | { status: 'Accepted' | 'RebootRequired'; key: ConfigurationKey; configuration: Configuration }
  | { status: 'Rejected' | 'NotSupported' };

function isKey(name: string): name is ConfigurationKey {
  return Object.hasOwn(RULES, name);
}

export const CONFIGURATION_KEYS: readonly ConfigurationKey[] = Object.keys(RULES).filter(isKey);

/** Keys are CiStrings: `heartbeatinterval` is HeartbeatInterval. */
export function findKey(name: string): ConfigurationKey | undefined {
  return CONFIGURATION_KEYS.find((key) => key.toLowerCase() === name.toLowerCase());
}

export function isReadonly(key: ConfigurationKey): boolean {
  return RULES[key].readonly;
}

/** Whether a key may be set but never read (security white paper A01). */
export function isWriteOnly(key: ConfigurationKey): boolean {
  return RULES[key].kind === 'authorizationKey';
}

export function valueOf(configuration: Configuration, key: ConfigurationKey): string {
  return configuration[key] ?? RULES[key].initial;
}

export function flagOf(configuration: Configuration, key: ConfigurationKey): boolean {
  return valueOf(configuration, key) === 'true';
}

/** Number keys: seconds, or a count. */
export function numberOf(configuration: Configuration, key: ConfigurationKey): number {
  return Number(valueOf(configuration, key));
}

/** Keys that list words. */
export function listOf(configuration: Configuration, key: ConfigurationKey): string[] {
  return splitList(valueOf(configuration, key));
}

/** Keys that list measurands. */
export function measurandsOf(configuration: Configuration, key: ConfigurationKey): MeasuredQuantity[] {
  return listOf(configuration, key).filter(isMeasured);
}

/** A change as the server asks for it. Unknown key: NotSupported; read-only or a value out of form: Rejected. */
export function changeConfiguration(
  configuration: Configuration,
  name: string,
  value: string,
): ChangeOutcome {
  const key = findKey(name);
  if (key === undefined) return { status: 'NotSupported' };
  if (isReadonly(key) || !fits(RULES[key].kind, value)) return { status: 'Rejected' };
  const { needsReboot }: KeyRule = RULES[key];
  return {
    status: needsReboot === true ? 'RebootRequired' : 'Accepted',
    key,
    configuration: withValue(configuration, key, value),
  };
}

/** A value that a key leaves the factory with: read-only keys too. */
export function presetConfiguration(
  configuration: Configuration,
  name: string,
  value: string,
): Result<Configuration, 'unknown key' | 'not a value it takes'> {
  const key = findKey(name);
  if (key === undefined) return failure('unknown key');
  if (!fits(RULES[key].kind, value)) return failure('not a value it takes');
  return success(withValue(configuration, key, value));
}

function withValue(configuration: Configuration, key: ConfigurationKey, value: string): Configuration {
  return { ...configuration, [key]: RULES[key].kind === 'boolean' ? value.toLowerCase() : value };
}

function fits(kind: ValueKind, value: string): boolean {
  switch (kind) {
    case 'boolean':
      return /^(true|false)$/i.test(value);
    case 'count':
      return /^\d{1,9}$/.test(value);
    case 'measurands':
      return splitList(value).every(isMeasured);
    case 'text':
      return true;
    case 'authorizationKey':
      // 16 to 20 bytes (security white paper A01).
      return /^([0-9a-f]{2}){16,20}$/i.test(value);
    case 'securityProfile':
      return /^[0-3]$/.test(value);
    default:
      return assertNever(kind);
  }
}

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
