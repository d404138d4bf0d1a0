import { createRoute, z } from '@hono/zod-openapi';
import { deleteCharger as deleteListedCharger } from '../../d1/chargers.ts';
import { asking, chargerObject, noSuchCharger } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { ChargerPath } from './charger-path.ts';

const Body = z
  .strictObject({
    chargeBoxId: z.string(),
    deleted: z.literal(true),
    socketClosed: z.boolean().describe('Whether it was connected and has been disconnected.'),
    transactionsEnded: z
      .array(z.string())
      .describe('The transactions that ran and were ended as estimated. They stay in the account.'),
  })
  .openapi('DeletedCharger');

const route = createRoute({
  method: 'delete',
  path: '/chargers/{chargeBoxId}',
  operationId: 'deleteCharger',
  tags: ['Chargers'],
  summary: 'Delete a charger',
  description:
    'Closes its connection, ends what runs on it, removes the files that it has uploaded, and forgets it. Its transactions stay. Whoever registers the id next sees nothing of it.',
  ...securedBy('manage'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('It is deleted; this is what that ended.', Body, {
      chargeBoxId: 'CP-OFFICE-01',
      deleted: true,
      socketClosed: true,
      transactionsEnded: ['txn_019467923f5e7d1a8b6c4e2f0a1d3c5b'],
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const deleteCharger = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { accountId } = c.var.caller;
    const removal = await asking(async () => chargerObject(c.env.CHARGER, chargeBoxId).remove(accountId));
    if (removal === 'logUnavailable') {
      throw new ApiError(
        'SERVICE_UNAVAILABLE',
        'The account’s log is not reachable, so nothing was deleted: what this charger still has to tell would be lost. Send the request again later.',
        { retryAfterSeconds: 10 },
      );
    }
    if (removal === 'filesUnavailable') {
      throw new ApiError(
        'SERVICE_UNAVAILABLE',
        'The store of uploaded files is not reachable, so the charger is not deleted yet. Send the request again later.',
        { retryAfterSeconds: 10 },
      );
    }
    // A registration or deletion that was cut in half leaves a row without an object, which goes now.
    const wasListed = await deleteListedCharger(c.env.DB, accountId, chargeBoxId);
    if (removal === null && !wasListed) throw noSuchCharger(chargeBoxId);
    return c.json(
      {
        chargeBoxId,
        deleted: true as const,
        socketClosed: removal?.socketClosed ?? false,
        transactionsEnded: removal?.transactionsEnded ?? [],
      },
      200,
    );
  },
});
