import { GetCompositeSchedule } from '../../ocpp/v16/messages/smart-charging/get-composite-schedule.ts';
import { defineCommandRoute } from '../commands/define-command-route.ts';

export const getCompositeSchedule = defineCommandRoute(GetCompositeSchedule, {
  path: 'composite-schedule',
  operationId: 'getCompositeSchedule',
  summary: 'Ask what limits are in force together',
  description:
    'What results from all charging profiles for the next duration seconds; connectorId 0 is the whole grid connection. Rejected: there is no schedule.',
  example: { connectorId: 1, duration: 3600, chargingRateUnit: 'A' },
  answer: {
    connectorId: 1,
    scheduleStart: '2025-01-15T10:00:00Z',
    chargingSchedule: {
      duration: 3600,
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
    },
  },
});
