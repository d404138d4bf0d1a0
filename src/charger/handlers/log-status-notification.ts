import { LogStatusNotification } from '../../ocpp/v16/messages/security/log-status-notification.ts';
import { defineHandler } from '../handler.ts';
import { noteJobStatus } from '../jobs.ts';

/** The course of a log upload (security white paper N01); acknowledged whether or not we asked for one. */
export const logStatusNotification = defineHandler(LogStatusNotification, {
  handle: ({ request, receivedAt }, ports) => {
    const { status, requestId = null } = request;
    const jobId = noteJobStatus({ kind: 'log', word: status, requestId }, receivedAt, ports);
    return {
      confirmation: {},
      events: [{ event: 'diagnostics.status', data: { status, requestId, jobId } }],
    };
  },
});
