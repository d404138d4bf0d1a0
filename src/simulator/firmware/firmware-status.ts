import { assertNever } from '../../lib/assert-never.ts';
import type { RequestOf } from '../../ocpp/message.ts';
import type { messages } from '../../ocpp/v16/messages/index.ts';

/** How far an update is, in the words of the security white paper, which has more of them than OCPP 1.6. */
export type FirmwareStatus = RequestOf<typeof messages.SignedFirmwareStatusNotification>['status'];

type UnsignedFirmwareStatus = RequestOf<typeof messages.FirmwareStatusNotification>['status'];

/** The same for FirmwareStatusNotification (OCPP 1.6 7.25); null for what it has no word for. */
export function unsignedStatus(status: FirmwareStatus): UnsignedFirmwareStatus | null {
  switch (status) {
    case 'Downloaded':
    case 'DownloadFailed':
    case 'Downloading':
    case 'Idle':
    case 'InstallationFailed':
    case 'Installing':
    case 'Installed':
      return status;
    case 'InvalidSignature':
    case 'InstallVerificationFailed':
      return 'InstallationFailed';
    case 'DownloadScheduled':
    case 'DownloadPaused':
    case 'InstallScheduled':
    case 'InstallRebooting':
    case 'SignatureVerified':
      return null;
    default:
      return assertNever(status);
  }
}

/** What a request for an update becomes while another is at `status`: from the installation on there is no way back. */
export function decideUpdate(status: FirmwareStatus | null): 'Accepted' | 'AcceptedCanceled' | 'Rejected' {
  if (status === null) return 'Accepted';
  return status === 'Installing' || status === 'InstallRebooting' ? 'Rejected' : 'AcceptedCanceled';
}
