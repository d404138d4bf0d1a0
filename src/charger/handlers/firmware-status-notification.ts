import { FirmwareStatusNotification } from '../../ocpp/v16/messages/firmware-management/firmware-status-notification.ts';
import { defineHandler } from '../handler.ts';
import { noteJobStatus } from '../jobs.ts';

/** The course of a firmware update (OCPP 1.6 4.5); acknowledged whether or not we asked for one. */
export const firmwareStatusNotification = defineHandler(FirmwareStatusNotification, {
  handle: ({ request: { status }, receivedAt }, ports) => {
    const jobId = noteJobStatus({ kind: 'firmware', word: status, requestId: null }, receivedAt, ports);
    return {
      confirmation: {},
      events: [{ event: 'firmware.status', data: { status, requestId: null, jobId } }],
    };
  },
});
