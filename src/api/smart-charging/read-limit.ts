import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { CHARGER_LIMIT, CONNECTOR_LIMIT, Limit, LIMIT_EXAMPLE, LimitPath, type LimitPlace } from './limit.ts';

function readLimit({ path, params, name }: LimitPlace) {
  const route = createRoute({
    method: 'get',
    path,
    operationId: `read${name}Limit`,
    tags: ['Smart charging'],
    summary: `Read the limit of a ${name.toLowerCase()}`,
    description:
      'The plain limit that is in force, by what the charger has accepted; other profiles may limit further.',
    ...securedBy('read'),
    request: { params, query: z.strictObject({}) },
    responses: {
      200: jsonResponse('The limit; amps and watts are null where there is none.', Limit, LIMIT_EXAMPLE),
      ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
    },
  });
  return defineRoute({
    route,
    handler: async (c) => {
      const { chargeBoxId, connectorId } = LimitPath.parse(c.req.valid('param'));
      const limit = await reading(async () =>
        chargerObject(c.env.CHARGER, chargeBoxId).limit(c.var.caller.accountId, connectorId),
      );
      if (limit === null) throw noSuchCharger(chargeBoxId);
      return c.json({ chargeBoxId, ...limit }, 200);
    },
  });
}

export const readChargerLimit = readLimit(CHARGER_LIMIT);
export const readConnectorLimit = readLimit(CONNECTOR_LIMIT);
