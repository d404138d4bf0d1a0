import { readChargerTime, toldTime } from '../../domain/charger-time.ts';
import { toIsoTime } from '../../lib/time.ts';
import { parseTimestamp } from '../../ocpp/timestamp.ts';
import { SecurityEventNotification } from '../../ocpp/v16/messages/security/security-event-notification.ts';
import { defineHandler } from '../handler.ts';
import { addSecurityEvent } from '../store/security-events.ts';

/** A security event (white paper A04). Delivery is guaranteed by the charger, so old times and bursts are normal. */
export const securityEventNotification = defineHandler(SecurityEventNotification, {
  handle: ({ request, receivedAt }, { sql }) => {
    const { type, techInfo = null } = request;
    const told = request.timestamp === null ? null : (parseTimestamp(request.timestamp)?.ms ?? null);
    const at = told ?? receivedAt;
    addSecurityEvent(sql, { type, at, techInfo, receivedAt });
    return {
      confirmation: {},
      ...toldTime(readChargerTime(request.timestamp, receivedAt).at, true),
      events: [
        {
          event: 'security.event',
          data: { type, timestamp: toIsoTime(at), techInfo },
        },
      ],
    };
  },
});
