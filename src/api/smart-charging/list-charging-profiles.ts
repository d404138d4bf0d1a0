import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { InstalledChargingProfile, PROFILE_EXAMPLE } from './charging-profile.ts';

const Body = z
  .strictObject({ chargeBoxId: z.string(), chargingProfiles: z.array(InstalledChargingProfile) })
  .openapi('ChargingProfileList');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/charging-profiles',
  operationId: 'listChargingProfiles',
  tags: ['Smart charging'],
  summary: 'List the charging profiles of a charger',
  description:
    'Our copy of what the charger has accepted. Profiles of a session go with it; the others survive a restart of the charger.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('They.', Body, {
      chargeBoxId: 'CP-OFFICE-01',
      chargingProfiles: [
        {
          connectorId: 1,
          csChargingProfiles: PROFILE_EXAMPLE,
          installedAt: '2025-01-15T10:00:00Z',
          commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
        },
      ],
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const listChargingProfiles = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const chargingProfiles = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).chargingProfiles(c.var.caller.accountId),
    );
    if (chargingProfiles === null) throw noSuchCharger(chargeBoxId);
    return c.json({ chargeBoxId, chargingProfiles }, 200);
  },
});
