import { GetLocalListVersion } from '../../ocpp/v16/messages/local-auth-list-management/get-local-list-version.ts';
import { defineCommandRoute } from '../commands/define-command-route.ts';

export const askLocalListVersion = defineCommandRoute(GetLocalListVersion, {
  path: 'local-list/version',
  operationId: 'askLocalListVersion',
  summary: 'Ask a charger for the version of its local list',
  description: '0 is an empty list, -1 none at all. What it tells settles a list whose state is unknown.',
  example: {},
  answer: { listVersion: 3 },
});
