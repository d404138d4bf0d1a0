import { FirmwareStatusNotification } from '../../ocpp/v16/messages/firmware-management/firmware-status-notification.ts';
import { defineHandler } from '../handler.ts';

/** The course of a firmware update (OCPP 1.6 4.5); acknowledged whether or not we asked for one. */
export const firmwareStatusNotification = defineHandler(FirmwareStatusNotification, {
  handle: ({ request }) => ({
    confirmation: {},
    events: [{ event: 'firmware.status', data: { status: request.status, requestId: null } }],
  }),
});
