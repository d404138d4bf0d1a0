import { z } from '@hono/zod-openapi';
import { RemoteStartTransaction } from '../../ocpp/v16/messages/core/remote-start-transaction.ts';
import { START_FIELDS } from '../transactions/start-fields.ts';
import { defineCommandRoute } from './define-command-route.ts';

export const remoteStart = defineCommandRoute(RemoteStartTransaction, {
  path: 'remote-start',
  operationId: 'remoteStart',
  summary: 'Start a charging session on a charger',
  description:
    'The same as POST /transactions/start, for programs that address the charger. Accepted means that it will try: the command’s outcome names the transaction once the charger has started it.',
  body: z.strictObject(START_FIELDS),
  example: { connectorId: 1, idTag: 'USER-001' },
  answer: { status: 'Accepted' },
});
