import { LogStatusNotification } from '../../ocpp/v16/messages/security/log-status-notification.ts';
import { defineHandler } from '../handler.ts';

/** The course of a log upload (security white paper N01); acknowledged whether or not we asked for one. */
export const logStatusNotification = defineHandler(LogStatusNotification, {
  handle: ({ request }) => ({
    confirmation: {},
    events: [
      { event: 'diagnostics.status', data: { status: request.status, requestId: request.requestId ?? null } },
    ],
  }),
});
