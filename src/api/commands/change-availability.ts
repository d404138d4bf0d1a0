import { ChangeAvailability } from '../../ocpp/v16/messages/core/change-availability.ts';
import { defineCommandRoute } from './define-command-route.ts';

export const changeAvailability = defineCommandRoute(ChangeAvailability, {
  path: 'availability',
  operationId: 'changeAvailability',
  summary: 'Take a connector out of service, or back',
  description:
    'connectorId 0 is the whole charger. Scheduled means: when the running transaction has ended. What was accepted is shown as desiredAvailability of the connector.',
  example: { connectorId: 1, type: 'Inoperative' },
  answer: { status: 'Accepted' },
});
