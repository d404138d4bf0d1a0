import { DiagnosticsStatusNotification } from '../../ocpp/v16/messages/firmware-management/diagnostics-status-notification.ts';
import { defineHandler } from '../handler.ts';
import { noteJobStatus } from '../jobs.ts';

/** The course of a diagnostics upload (OCPP 1.6 4.4); acknowledged whether or not we asked for one. */
export const diagnosticsStatusNotification = defineHandler(DiagnosticsStatusNotification, {
  handle: ({ request: { status }, receivedAt }, ports) => {
    const jobId = noteJobStatus({ kind: 'diagnostics', word: status, requestId: null }, receivedAt, ports);
    return {
      confirmation: {},
      events: [{ event: 'diagnostics.status', data: { status, requestId: null, jobId } }],
    };
  },
});
