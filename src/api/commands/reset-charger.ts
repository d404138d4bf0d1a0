import { Reset } from '../../ocpp/v16/messages/core/reset.ts';
import { defineCommandRoute } from './define-command-route.ts';

export const resetCharger = defineCommandRoute(Reset, {
  path: 'reset',
  operationId: 'resetCharger',
  summary: 'Restart a charger',
  description:
    'Soft ends running transactions first, Hard does not wait for anything. The command’s outcome tells when the charger has booted again.',
  example: { type: 'Soft' },
  answer: { status: 'Accepted' },
});
