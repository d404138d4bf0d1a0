import type { Direction } from '../../message.ts';
import { Authorize } from './core/authorize.ts';
import { BootNotification } from './core/boot-notification.ts';
import { ChangeAvailability } from './core/change-availability.ts';
import { ChangeConfiguration } from './core/change-configuration.ts';
import { ClearCache } from './core/clear-cache.ts';
import { DataTransfer } from './core/data-transfer.ts';
import { GetConfiguration } from './core/get-configuration.ts';
import { Heartbeat } from './core/heartbeat.ts';
import { MeterValues } from './core/meter-values.ts';
import { RemoteStartTransaction } from './core/remote-start-transaction.ts';
import { RemoteStopTransaction } from './core/remote-stop-transaction.ts';
import { Reset } from './core/reset.ts';
import { StartTransaction } from './core/start-transaction.ts';
import { StatusNotification } from './core/status-notification.ts';
import { StopTransaction } from './core/stop-transaction.ts';
import { UnlockConnector } from './core/unlock-connector.ts';
import { DiagnosticsStatusNotification } from './firmware-management/diagnostics-status-notification.ts';
import { FirmwareStatusNotification } from './firmware-management/firmware-status-notification.ts';
import { GetDiagnostics } from './firmware-management/get-diagnostics.ts';
import { UpdateFirmware } from './firmware-management/update-firmware.ts';
import { GetLocalListVersion } from './local-auth-list-management/get-local-list-version.ts';
import { SendLocalList } from './local-auth-list-management/send-local-list.ts';
import { TriggerMessage } from './remote-trigger/trigger-message.ts';
import { CancelReservation } from './reservation/cancel-reservation.ts';
import { ReserveNow } from './reservation/reserve-now.ts';
import { CertificateSigned } from './security/certificate-signed.ts';
import { DeleteCertificate } from './security/delete-certificate.ts';
import { ExtendedTriggerMessage } from './security/extended-trigger-message.ts';
import { GetInstalledCertificateIds } from './security/get-installed-certificate-ids.ts';
import { GetLog } from './security/get-log.ts';
import { InstallCertificate } from './security/install-certificate.ts';
import { LogStatusNotification } from './security/log-status-notification.ts';
import { SecurityEventNotification } from './security/security-event-notification.ts';
import { SignCertificate } from './security/sign-certificate.ts';
import { SignedFirmwareStatusNotification } from './security/signed-firmware-status-notification.ts';
import { SignedUpdateFirmware } from './security/signed-update-firmware.ts';
import { ClearChargingProfile } from './smart-charging/clear-charging-profile.ts';
import { GetCompositeSchedule } from './smart-charging/get-composite-schedule.ts';
import { SetChargingProfile } from './smart-charging/set-charging-profile.ts';

/** Every message of OCPP 1.6 and of its security white paper, by the action name on the wire. */
export const messages = {
  Authorize,
  BootNotification,
  CancelReservation,
  CertificateSigned,
  ChangeAvailability,
  ChangeConfiguration,
  ClearCache,
  ClearChargingProfile,
  DataTransfer,
  DeleteCertificate,
  DiagnosticsStatusNotification,
  ExtendedTriggerMessage,
  FirmwareStatusNotification,
  GetCompositeSchedule,
  GetConfiguration,
  GetDiagnostics,
  GetInstalledCertificateIds,
  GetLocalListVersion,
  GetLog,
  Heartbeat,
  InstallCertificate,
  LogStatusNotification,
  MeterValues,
  RemoteStartTransaction,
  RemoteStopTransaction,
  ReserveNow,
  Reset,
  SecurityEventNotification,
  SendLocalList,
  SetChargingProfile,
  SignCertificate,
  SignedFirmwareStatusNotification,
  SignedUpdateFirmware,
  StartTransaction,
  StatusNotification,
  StopTransaction,
  TriggerMessage,
  UnlockConnector,
  UpdateFirmware,
};

export type Messages = typeof messages;

/** An action name, as it is spelled on the wire: case counts. */
export type Action = keyof Messages;

type ActionFrom<Sender extends Direction> = {
  [Name in Action]: Messages[Name]['direction'] extends Sender ? Name : never;
}[Action];

/** What a Charge Point may call. */
export type IncomingAction = ActionFrom<'fromChargePoint' | 'both'>;

/** What a Central System may call. */
export type OutgoingAction = ActionFrom<'fromCentralSystem' | 'both'>;

export function isAction(action: string): action is Action {
  return Object.hasOwn(messages, action);
}

export function isIncomingAction(action: string): action is IncomingAction {
  return isAction(action) && messages[action].direction !== 'fromCentralSystem';
}

export function isOutgoingAction(action: string): action is OutgoingAction {
  return isAction(action) && messages[action].direction !== 'fromChargePoint';
}
