import { UnlockConnector } from '../../ocpp/v16/messages/core/unlock-connector.ts';
import { defineCommandRoute } from './define-command-route.ts';

export const unlockConnector = defineCommandRoute(UnlockConnector, {
  path: 'unlock',
  operationId: 'unlockConnector',
  summary: 'Unlock a connector',
  description:
    'For a cable that is stuck, not to end a session: a transaction that runs there is ended by the charger first.',
  example: { connectorId: 1 },
  answer: { status: 'Unlocked' },
});
