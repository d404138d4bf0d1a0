import { ClearCache } from '../../ocpp/v16/messages/core/clear-cache.ts';
import { defineCommandRoute } from './define-command-route.ts';

export const clearCache = defineCommandRoute(ClearCache, {
  path: 'cache/clear',
  operationId: 'clearCache',
  summary: 'Clear the authorization cache of a charger',
  description: 'Rejected is also what a charger says that has no cache.',
  example: {},
  answer: { status: 'Accepted' },
});
