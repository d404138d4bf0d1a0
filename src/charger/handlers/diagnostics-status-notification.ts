import { DiagnosticsStatusNotification } from '../../ocpp/v16/messages/firmware-management/diagnostics-status-notification.ts';
import { defineHandler } from '../handler.ts';

/** The course of a diagnostics upload (OCPP 1.6 4.4); acknowledged whether or not we asked for one. */
export const diagnosticsStatusNotification = defineHandler(DiagnosticsStatusNotification, {
  handle: ({ request }) => ({
    confirmation: {},
    events: [{ event: 'diagnostics.status', data: { status: request.status, requestId: null } }],
  }),
});
