import type { ConfirmationOf } from '../../ocpp/message.ts';
import { formatTimestamp } from '../../ocpp/timestamp.ts';
import { messages } from '../../ocpp/v16/messages/index.ts';
import { allowedUnits } from '../profile-rules.ts';
import { type Answer, defineCommand } from './command.ts';

type ScheduleAnswer = Answer<ConfirmationOf<typeof messages.GetCompositeSchedule>>;

/** What all profiles together allow a connector, or with 0 the whole charger, from now on (OCPP 1.6 5.7). */
export const getCompositeSchedule = defineCommand(
  messages.GetCompositeSchedule,
  (charger, request): ScheduleAnswer => {
    const { connectorId, duration, chargingRateUnit } = request;
    const isKnown = connectorId === 0 || charger.connector(connectorId) !== undefined;
    const isAllowedUnit =
      chargingRateUnit === undefined || allowedUnits(charger.configuration).includes(chargingRateUnit);
    if (!isKnown || !isAllowedUnit || duration <= 0) return { confirmation: { status: 'Rejected' } };
    const { startMs, schedule } = charger.site.profiles.compose(connectorId, duration, chargingRateUnit);
    return {
      confirmation: {
        status: 'Accepted',
        connectorId,
        scheduleStart: formatTimestamp(startMs),
        chargingSchedule: schedule,
      },
    };
  },
);
