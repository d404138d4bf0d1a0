import { limitProfileId, limitProfiles } from '../../src/domain/limit.ts';
import type { OutgoingAction } from '../../src/ocpp/v16/messages/index.ts';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n';
const UPLOAD_URL = 'https://capacitor.example.com/uploads/x2hYk3Jm/';

/** What a message looks like that no route sends by itself, or that the system sends unasked. */
export const UNASKED: { readonly [Name in OutgoingAction]?: Record<string, unknown> } = {
  CertificateSigned: { certificateChain: CERTIFICATE },
};

/** What a limit of 10 A becomes. */
function limit(connectorId: number): Record<string, unknown> {
  const now = Date.parse('2025-01-15T10:34:58Z');
  const surroundings = { runs: null, maxStackLevel: null, quirks: undefined, now };
  const [profile] = limitProfiles(connectorId, { unit: 'A', value: 10, until: null }, [], surroundings);
  return { connectorId, csChargingProfiles: profile };
}

/**
 * The payload that the example of a route becomes, by operation, and by message where it sends several. Where none stands
 * here it is the body of the example as it is.
 */
export const PAYLOADS: { readonly [operation: string]: Record<string, unknown> | undefined } = {
  'triggerMessage ExtendedTriggerMessage': { requestedMessage: 'SignChargePointCertificate' },
  startTransaction: { connectorId: 1, idTag: 'USER-001' },
  stopTransaction: { transactionId: 4711 },
  changePassword: { key: 'AuthorizationKey', value: '30313233343536373839616263646566' },
  raiseSecurityProfile: { key: 'SecurityProfile', value: '2' },
  applyConfiguration: { key: 'MeterValueSampleInterval', value: '60' },
  renewCertificate: { requestedMessage: 'SignChargePointCertificate' },
  listCertificates: { certificateType: 'CentralSystemRootCertificate' },
  getDiagnostics: { location: UPLOAD_URL, startTime: '2025-01-14T00:00:00Z' },
  getLog: { logType: 'SecurityLog', requestId: 1, log: { remoteLocation: UPLOAD_URL } },
  updateSignedFirmware: {
    requestId: 1,
    firmware: {
      location: 'https://example.com/firmware/1.5.0.bin',
      retrieveDateTime: '2025-01-15T22:00:00Z',
      signingCertificate: CERTIFICATE,
      signature: 'MEUCIQ…',
    },
  },
  sendLocalList: {
    listVersion: 7,
    updateType: 'Differential',
    localAuthorizationList: [{ idTag: 'USER-001', idTagInfo: { status: 'Accepted' } }],
  },
  createReservation: {
    connectorId: 1,
    expiryDate: '2036-01-15T12:00:00Z',
    idTag: 'USER-001',
    reservationId: 7,
  },
  cancelReservation: { reservationId: 7 },
  clearChargingProfiles: { connectorId: 1, chargingProfilePurpose: 'TxDefaultProfile' },
  setChargerLimit: limit(0),
  setConnectorLimit: limit(1),
  clearChargerLimit: { id: limitProfileId(0, 'ChargePointMaxProfile') },
  clearConnectorLimit: { id: limitProfileId(1, 'TxDefaultProfile') },
};
