import { describe, expect, test } from 'vitest';
import {
  checkConfigurationChange,
  checkDesiredValue,
  isSameValue,
} from '../../src/domain/configuration-value.ts';

describe('what a standard key may be set to (OCPP 1.6 9, security white paper 2.3)', () => {
  test.each([
    ['AuthorizeRemoteTxRequests', 'true'],
    ['authorizeremotetxrequests', 'false'],
    ['StopTransactionOnEVSideDisconnect', 'false'],
    ['MeterValueSampleInterval', '0'],
    ['ClockAlignedDataInterval', '2147483647'],
    ['LightIntensity', '100'],
    ['MessageTimeout', '30'],
    ['MeterValuesSampledData', ''],
    ['MeterValuesSampledData', 'Energy.Active.Import.Register,SoC'],
    ['MeterValuesAlignedData', 'Voltage.L1, Voltage.L2,Current.Import.L1-N,Voltage.L1-L2'],
    ['StopTxnSampledData', 'Power.Active.Import'],
    ['StopTxnAlignedData', 'RPM'],
    ['ConnectorPhaseRotation', '0.RST,1.RTS,2.NotApplicable,12.Unknown'],
    ['WebSocketPingInterval', '0'],
    ['LocalAuthListEnabled', 'true'],
    ['CpoName', 'Charging Works'],
    ['SecurityProfile', '3'],
    ['AuthorizationKey', '00112233445566778899aabbccddeeff'],
    ['AuthorizationKey', '00112233445566778899AABBCCDDEEFF00112233'],
    ['Vendor.Anything', 'any value'],
  ])('%s = "%s" is right', (key, value) => {
    expect(checkConfigurationChange(key, value)).toBeNull();
  });

  test.each([
    ['LocalPreAuthorize', 'True', 'true or false'],
    ['LocalPreAuthorize', '1', 'true or false'],
    ['HeartbeatInterval', '-1', 'whole number'],
    ['HeartbeatInterval', '1.5', 'whole number'],
    ['HeartbeatInterval', '', 'whole number'],
    ['HeartbeatInterval', ' 60', 'whole number'],
    ['HeartbeatInterval', '2147483648', 'whole number'],
    ['WebSocketPingInterval', '-5', 'whole number'],
    ['LightIntensity', '101', 'from 0 to 100 (%)'],
    ['MeterValuesSampledData', 'Energy', '"Energy" is none'],
    ['MeterValuesSampledData', 'Voltage.L4', '"Voltage.L4" is none'],
    ['MeterValuesSampledData', 'Voltage,,SoC', '"" is none'],
    ['MeterValuesSampledData', 'voltage', '"voltage" is none'],
    ['ConnectorPhaseRotation', 'RST', '0.RST,1.RTS'],
    ['ConnectorPhaseRotation', '1.XYZ', '0.RST,1.RTS'],
    ['SecurityProfile', '4', 'from 0 to 3'],
    ['AuthorizationKey', '0011223344556677', 'hex'],
    ['AuthorizationKey', '00112233445566778899aabbccddeefg', 'hex'],
    ['AuthorizationKey', '00112233445566778899aabbccddeeff0', 'hex'],
    ['AuthorizationKey', '00112233445566778899aabbccddeeff0011223344', 'hex'],
  ])('%s = "%s" breaks the rule "%s"', (key, value, rule) => {
    expect(checkConfigurationChange(key, value)).toMatchObject({
      field: 'value',
      reason: expect.stringContaining(rule),
    });
  });

  test.each([
    'ChargeProfileMaxStackLevel',
    'ChargingScheduleAllowedChargingRateUnit',
    'ChargingScheduleMaxPeriods',
    'ConnectorSwitch3to1PhaseSupported',
    'MaxChargingProfilesInstalled',
    'ConnectorPhaseRotationMaxLength',
    'GetConfigurationMaxKeys',
    'MeterValuesAlignedDataMaxLength',
    'MeterValuesSampledDataMaxLength',
    'NumberOfConnectors',
    'StopTxnAlignedDataMaxLength',
    'StopTxnSampledDataMaxLength',
    'StopTransactionMaxMeterValues',
    'SupportedFeatureProfiles',
    'SupportedFeatureProfilesMaxLength',
    'SupportedFileTransferProtocols',
    'LocalAuthListMaxLength',
    'SendLocalListMaxLength',
    'ReserveConnectorZeroSupported',
    'AdditionalRootCertificateCheck',
    'CertificateSignedMaxChainSize',
    'CertificateStoreMaxLength',
  ])('%s is read-only', (key) => {
    expect(checkConfigurationChange(key, '1')).toMatchObject({
      field: 'key',
      reason: expect.stringContaining('read-only'),
    });
  });

  test('what decides who is let in cannot be wanted of a charger', () => {
    expect(checkDesiredValue('authorizationkey', '00112233445566778899aabbccddeeff')).toContain('password');
    expect(checkDesiredValue('SecurityProfile', '2')).toContain('security-profile');
    expect(checkDesiredValue('MeterValueSampleInterval', 'x')).toContain('whole number');
    expect(checkDesiredValue('MeterValueSampleInterval', '60')).toBeNull();
  });
});

test.each([
  ['LocalPreAuthorize', 'TRUE', 'true', true],
  ['MeterValueSampleInterval', '060', '60', true],
  ['MeterValueSampleInterval', '61', '60', false],
  ['MeterValuesSampledData', 'SoC, Voltage', 'SoC,Voltage', true],
  ['MeterValuesSampledData', 'Voltage,SoC', 'SoC,Voltage', false],
  ['VendorKey', 'a ', 'a', true],
  ['VendorKey', 'A', 'a', false],
])('%s: "%s" and "%s" mean the same: %s', (key, left, right, isSame) => {
  expect(isSameValue(key, left, right)).toBe(isSame);
});
