import { SignedFirmwareStatusNotification } from '../../ocpp/v16/messages/security/signed-firmware-status-notification.ts';
import { defineHandler } from '../handler.ts';

/** The course of a signed firmware update (security white paper L01); acknowledged whether or not we asked for one. */
export const signedFirmwareStatusNotification = defineHandler(SignedFirmwareStatusNotification, {
  handle: ({ request }) => ({
    confirmation: {},
    events: [
      { event: 'firmware.status', data: { status: request.status, requestId: request.requestId ?? null } },
    ],
  }),
});
