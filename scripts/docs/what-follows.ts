import type { IncomingAction, OutgoingAction } from '../../src/ocpp/v16/messages/index.ts';

/** What becomes of each command once its charger has answered. */
export const WHAT_FOLLOWS: Record<OutgoingAction, string> = {
  CancelReservation:
    'The reservation is `cancelled`, or `cancelRejected` where the charger knows none of this id.',
  CertificateSigned:
    'Sent by itself after a SignCertificate, once the certificate authority has signed. Accepted, it is the charger’s certificate.',
  ChangeAvailability:
    'The outcome is fulfilled by the StatusNotification that says so; `Scheduled` waits for the end of the session.',
  ChangeConfiguration:
    'The value last known of the key; `RebootRequired` shows as pendingReboot until the charger boots. A password and a security profile count from the next login on.',
  ClearCache: 'Nothing that can be seen.',
  ClearChargingProfile: 'Our copy of the profiles that match is removed.',
  DataTransfer: 'The answer’s status and data are the vendor’s.',
  DeleteCertificate: 'The certificate is gone from the list at the next question.',
  ExtendedTriggerMessage: 'The outcome is fulfilled by the message asked for.',
  GetCompositeSchedule: 'The answer’s schedule.',
  GetConfiguration: 'What was told is kept, with its age: `GET …/configuration`.',
  GetDiagnostics:
    'A job: DiagnosticsStatusNotification and the upload tell the rest. No file name: nothing to upload.',
  GetInstalledCertificateIds: 'The answer’s list.',
  GetLocalListVersion: 'The charger’s version is compared with ours: `GET …/local-list`.',
  GetLog: 'A job: LogStatusNotification and the upload tell the rest.',
  InstallCertificate: 'It is in the list at the next question.',
  RemoteStartTransaction:
    'The outcome is fulfilled by the transaction that begins with this tag on this connector; it expires when nobody has plugged in (ConnectionTimeOut).',
  RemoteStopTransaction: 'The outcome is fulfilled by the StopTransaction; until then the transaction runs.',
  ReserveNow:
    'A reservation: `accepted`, or `refused` with the charger’s word; then used, cancelled or expired.',
  Reset: 'The outcome is fulfilled by the BootNotification.',
  SendLocalList: 'The list is `synced`, or `failed`, `mismatch`, `notSupported`: `GET …/local-list`.',
  SetChargingProfile:
    'Accepted, it is in our copy of what is installed; a TxProfile goes with its transaction.',
  SignedUpdateFirmware:
    'A job: SignedFirmwareStatusNotification tells the rest, and the next boot the new version.',
  TriggerMessage: 'The outcome is fulfilled by the message asked for.',
  UnlockConnector: 'The answer says whether the cable is free.',
  UpdateFirmware: 'A job: FirmwareStatusNotification tells the rest, and the next boot the new version.',
};

/** Where what a charger tells can be seen. */
export const WHERE_SEEN: Record<IncomingAction, string> = {
  Authorize: '`GET /id-tags/unknown` lists tags that nobody has registered; event `idtag.refused`',
  BootNotification: '`GET /chargers/{chargeBoxId}`: boot data, firmware history; event `charger.boot`',
  DataTransfer: '`/data-transfer-handlers` say what it is answered',
  DiagnosticsStatusNotification: '`GET /chargers/{chargeBoxId}/jobs/{jobId}`',
  FirmwareStatusNotification: '`GET /chargers/{chargeBoxId}/jobs/{jobId}`',
  Heartbeat: '`lastHeartbeat` of the charger',
  LogStatusNotification: '`GET /chargers/{chargeBoxId}/jobs/{jobId}`',
  MeterValues:
    '`GET /transactions/{transactionId}/meter-values`, and energy and power of transaction and connector',
  SecurityEventNotification: '`GET /chargers/{chargeBoxId}/security-events`; event `security.event`',
  SignCertificate: '`GET /chargers/{chargeBoxId}/certificates/charge-point`',
  SignedFirmwareStatusNotification: '`GET /chargers/{chargeBoxId}/jobs/{jobId}`',
  StartTransaction: '`GET /transactions`; event `transaction.started`',
  StatusNotification:
    '`GET /chargers/{chargeBoxId}/connectors/{connectorId}/status` and its history; event `connector.status_changed`',
  StopTransaction:
    '`GET /transactions`; event `transaction.stopped`. One that fits nothing: `GET /chargers/{chargeBoxId}/orphan-stops`',
};
