import { createRoute, z } from '@hono/zod-openapi';
import { findTransaction } from '../../d1/transactions.ts';
import { asking, chargerObject } from '../charger-object.ts';
import { answerOf, COMMAND_ANSWER_FIELDS, TimeoutSeconds } from '../commands/command-answer.ts';
import { noteCommand } from '../commands/note-command.ts';
import { defineRoute } from '../define-route.ts';
import { ACTION_ERRORS, errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { noSuchTransaction } from './no-such-transaction.ts';
import { TransactionPath } from './transaction-path.ts';

const Stop = z.strictObject({ timeoutSeconds: TimeoutSeconds.optional() }).openapi('TransactionStop');

const Answer = z
  .strictObject({ ...COMMAND_ANSWER_FIELDS, transactionId: z.string(), chargeBoxId: z.string() })
  .openapi('TransactionStopAnswer');

const route = createRoute({
  method: 'post',
  path: '/transactions/{transactionId}/stop',
  operationId: 'stopTransaction',
  tags: ['Transactions'],
  summary: 'Stop a charging session',
  description:
    'Sends RemoteStopTransaction and waits for the charger’s answer. The results are there when the charger has stopped.',
  ...securedBy('operate'),
  'x-ocpp-action': 'RemoteStopTransaction',
  request: { params: TransactionPath, body: jsonBody(Stop, {}, false) },
  responses: {
    202: jsonResponse('The charger answered; status is its word.', Answer, {
      status: 'Accepted',
      message: 'RemoteStopTransaction request sent to charger',
      commandId: 'cmd_019467d6a3b17c4d8e5f60718293a4b5',
      transactionId: 'txn_019467923f5e7d1a8b6c4e2f0a1d3c5b',
      chargeBoxId: 'CP-OFFICE-01',
    }),
    ...errorResponses(...ACTION_ERRORS, 'TIMEOUT'),
  },
});

export const stopTransaction = defineRoute({
  route,
  handler: async (c) => {
    const { transactionId } = c.req.valid('param');
    const { timeoutSeconds } = c.req.valid('json');
    const { accountId } = c.var.caller;
    const row = await findTransaction(c.env.DB, accountId, transactionId);
    if (row === null) throw noSuchTransaction();
    const { chargeBoxId, status: projectedStatus } = row.body;
    const command = { action: 'RemoteStopTransaction', chargeBoxId };
    if (projectedStatus === 'completed') answerOf({ kind: 'notRunning', status: projectedStatus }, command);
    const result = await asking(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).stopTransaction(accountId, transactionId, timeoutSeconds),
    );
    noteCommand(c, chargeBoxId, result);
    const { status, commandId, error } = answerOf(result, command);
    return c.json(
      {
        status,
        message: 'RemoteStopTransaction request sent to charger',
        commandId,
        transactionId,
        chargeBoxId,
        ...(error === undefined ? {} : { error }),
      },
      202,
    );
  },
});
