import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedByAdminToken } from '../openapi/secured-by.ts';

const ChargerOwner = z
  .strictObject({ chargeBoxId: z.string(), chargerId: z.string(), accountId: z.string() })
  .openapi('ChargerOwner');

const route = createRoute({
  method: 'get',
  path: '/admin/chargers/{chargeBoxId}',
  operationId: 'readChargerOwner',
  tags: ['Service'],
  summary: 'Whose charger is it?',
  description:
    'For the operator of the instance: the account of a charger, as its own object knows it. Works without D1, so that the id of an account is found again when the database is lost.',
  ...securedByAdminToken(),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('Its account.', ChargerOwner, {
      chargeBoxId: 'CP-OFFICE-01',
      chargerId: 'chg_0194678d5a107c3e9f5b2a6c1d8e4f70',
      accountId: 'acc_0194678c2f1a7b6d8e9c0f1a2b3c4d5e',
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'NOT_FOUND'),
  },
});

export const readOwner = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId: wanted } = c.req.valid('param');
    const owner = await reading(async () => chargerObject(c.env.CHARGER, wanted).owner());
    if (owner === null) {
      throw new ApiError('NOT_FOUND', `No charger is registered as "${wanted}" in any account.`);
    }
    const { chargeBoxId, chargerId, accountId } = owner;
    return c.json({ chargeBoxId, chargerId, accountId }, 200);
  },
});
