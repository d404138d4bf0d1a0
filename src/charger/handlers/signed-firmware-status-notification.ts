import { SignedFirmwareStatusNotification } from '../../ocpp/v16/messages/security/signed-firmware-status-notification.ts';
import { defineHandler } from '../handler.ts';
import { noteJobStatus } from '../jobs.ts';

/** The course of a signed firmware update (security white paper L01); acknowledged whether or not we asked for one. */
export const signedFirmwareStatusNotification = defineHandler(SignedFirmwareStatusNotification, {
  handle: ({ request, receivedAt }, ports) => {
    const { status, requestId = null } = request;
    const jobId = noteJobStatus({ kind: 'signedFirmware', word: status, requestId }, receivedAt, ports);
    return { confirmation: {}, events: [{ event: 'firmware.status', data: { status, requestId, jobId } }] };
  },
});
