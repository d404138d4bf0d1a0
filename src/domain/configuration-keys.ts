/** What a standard key may be set to. */
export type KeyType =
  | { kind: 'boolean' }
  | { kind: 'integer'; min: number; max: number; unit: string | null }
  /** A list with commas of measurands, each with or without a phase: `Voltage.L1`. */
  | { kind: 'measurands' }
  /** A list with commas of connectors with their rotation: `0.RST,1.RST`. */
  | { kind: 'phaseRotation' }
  | { kind: 'words'; words: readonly string[] }
  /** 16 to 20 bytes in hex. */
  | { kind: 'hexKey' }
  | { kind: 'text' };

/** `read`: the charger's own; `write`: the charger never tells it. */
type KeyAccess = 'read' | 'readWrite' | 'write';

interface StandardKey {
  key: string;
  access: KeyAccess;
  type: KeyType;
  section: string;
}

const BOOLEAN: KeyType = { kind: 'boolean' };
const MEASURANDS: KeyType = { kind: 'measurands' };
const TEXT: KeyType = { kind: 'text' };

/** OCPP's integers on the wire are 32 bits wide in practice. */
const LARGEST = 2 ** 31 - 1;

function count(unit: string | null = null, max = LARGEST): KeyType {
  return { kind: 'integer', min: 0, max, unit };
}

function words(...list: string[]): KeyType {
  return { kind: 'words', words: list };
}

/**
 * The standard configuration keys (OCPP 1.6 9.1 to 9.4, its errata sheet, and the security white paper). A key whose
 * access the standard leaves to the vendor (R or RW) may be tried.
 */
const STANDARD_KEYS: readonly StandardKey[] = [
  ...keys('OCPP 1.6 9.1', 'readWrite', {
    AllowOfflineTxForUnknownId: BOOLEAN,
    AuthorizationCacheEnabled: BOOLEAN,
    AuthorizeRemoteTxRequests: BOOLEAN,
    BlinkRepeat: count(),
    ClockAlignedDataInterval: count('s'),
    ConnectionTimeOut: count('s'),
    ConnectorPhaseRotation: { kind: 'phaseRotation' },
    HeartbeatInterval: count('s'),
    LightIntensity: count('%', 100),
    LocalAuthorizeOffline: BOOLEAN,
    LocalPreAuthorize: BOOLEAN,
    MaxEnergyOnInvalidId: count('Wh'),
    MeterValuesAlignedData: MEASURANDS,
    MeterValuesSampledData: MEASURANDS,
    MeterValueSampleInterval: count('s'),
    MinimumStatusDuration: count('s'),
    ResetRetries: count(),
    StopTransactionOnEVSideDisconnect: BOOLEAN,
    StopTransactionOnInvalidId: BOOLEAN,
    StopTxnAlignedData: MEASURANDS,
    StopTxnSampledData: MEASURANDS,
    TransactionMessageAttempts: count(),
    TransactionMessageRetryInterval: count('s'),
    UnlockConnectorOnEVSideDisconnect: BOOLEAN,
    WebSocketPingInterval: count('s'),
  }),
  ...keys('OCPP 1.6 9.1', 'read', {
    ConnectorPhaseRotationMaxLength: count(),
    GetConfigurationMaxKeys: count(),
    MeterValuesAlignedDataMaxLength: count(),
    MeterValuesSampledDataMaxLength: count(),
    NumberOfConnectors: count(),
    StopTxnAlignedDataMaxLength: count(),
    StopTxnSampledDataMaxLength: count(),
    SupportedFeatureProfiles: words(
      'Core',
      'FirmwareManagement',
      'LocalAuthListManagement',
      'Reservation',
      'SmartCharging',
      'RemoteTrigger',
    ),
    SupportedFeatureProfilesMaxLength: count(),
  }),
  ...keys('OCPP 1.6 errata', 'readWrite', { MessageTimeout: count('s') }),
  ...keys('OCPP 1.6 errata', 'read', {
    StopTransactionMaxMeterValues: count(),
    SupportedFileTransferProtocols: words('FTP', 'FTPS', 'HTTP', 'HTTPS', 'SFTP'),
  }),
  ...keys('OCPP 1.6 9.2', 'readWrite', { LocalAuthListEnabled: BOOLEAN }),
  ...keys('OCPP 1.6 9.2', 'read', { LocalAuthListMaxLength: count(), SendLocalListMaxLength: count() }),
  ...keys('OCPP 1.6 9.3', 'read', { ReserveConnectorZeroSupported: BOOLEAN }),
  ...keys('OCPP 1.6 9.4', 'read', {
    ChargeProfileMaxStackLevel: count(),
    ChargingScheduleAllowedChargingRateUnit: words('Current', 'Power'),
    ChargingScheduleMaxPeriods: count(),
    ConnectorSwitch3to1PhaseSupported: BOOLEAN,
    MaxChargingProfilesInstalled: count(),
  }),
  ...keys('security white paper 2.3', 'read', {
    AdditionalRootCertificateCheck: BOOLEAN,
    CertificateSignedMaxChainSize: count(),
    CertificateStoreMaxLength: count(),
  }),
  ...keys('security white paper 2.3', 'readWrite', { CpoName: TEXT, SecurityProfile: count(null, 3) }),
  ...keys('security white paper 2.3', 'write', { AuthorizationKey: { kind: 'hexKey' } }),
];

const BY_FOLDED_KEY = new Map(
  STANDARD_KEYS.map((standard) => [foldConfigurationKey(standard.key), standard]),
);

function keys(section: string, access: KeyAccess, types: Record<string, KeyType>): StandardKey[] {
  return Object.entries(types).map(([key, type]) => ({ key, access, type, section }));
}

/** The spelling under which a key is compared: keys are CiStrings, and some come with spaces (OCPP 1.6 7.29). */
export function foldConfigurationKey(key: string): string {
  return key.trim().toLowerCase();
}

/** Whether a key is this one, whatever its case. */
export function isConfigurationKey(
  key: string,
  standard: 'AuthorizationKey' | 'SecurityProfile' | 'HeartbeatInterval' | 'NumberOfConnectors',
): boolean {
  return foldConfigurationKey(key) === foldConfigurationKey(standard);
}

/** The standard key of this name; null for a vendor's own. */
export function findStandardKey(key: string): StandardKey | null {
  return BY_FOLDED_KEY.get(foldConfigurationKey(key)) ?? null;
}

/** The standard keys that a charger tells, by name. */
export function readableStandardKeys(): string[] {
  return STANDARD_KEYS.filter(({ access }) => access !== 'write').map(({ key }) => key);
}
