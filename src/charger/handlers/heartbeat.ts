import { formatTimestamp } from '../../ocpp/timestamp.ts';
import { Heartbeat } from '../../ocpp/v16/messages/core/heartbeat.ts';
import { defineHandler } from '../handler.ts';

/** The time, never cached: chargers set their clocks by it (OCPP 1.6 4.6). */
export const heartbeat = defineHandler(Heartbeat, {
  isReadOnly: true,
  handle: ({ receivedAt }, { registration }) => ({
    confirmation: { currentTime: formatTimestamp(receivedAt, registration.settings) },
  }),
});
