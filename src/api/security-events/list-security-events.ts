import { createRoute, z } from '@hono/zod-openapi';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { isOneStart, ONE_START, PAGE_PARAMETERS, Pagination } from '../pagination/page.ts';
import { decodeCursor, encodeCursor } from '../pagination/cursor.ts';

const SecurityEvent = z
  .strictObject({
    number: z.int().describe('Counts from 1 in the order in which this charger’s events arrived.'),
    type: z.string().describe('Of the security white paper, or the vendor’s own.'),
    isCritical: z.boolean().describe('Whether the security white paper calls it critical.'),
    timestamp: z.iso.datetime().describe('By the charger’s clock: long ago where it was offline.'),
    techInfo: z.string().nullable(),
    receivedAt: z.iso.datetime(),
  })
  .openapi('SecurityEvent');

const Body = z
  .strictObject({
    chargeBoxId: z.string(),
    securityEvents: z.array(SecurityEvent),
    pagination: Pagination,
  })
  .openapi('SecurityEventList');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/security-events',
  operationId: 'listSecurityEvents',
  tags: ['Certificates'],
  summary: 'List the security events that a charger has reported',
  description: 'In the order of their arrival, newest first; the last 1,000 of them are kept.',
  ...securedBy('read'),
  request: {
    params: ChargerPath,
    query: z.strictObject(PAGE_PARAMETERS).refine(isOneStart, ONE_START),
  },
  responses: {
    200: jsonResponse('One page of them.', Body, {
      chargeBoxId: 'CP-OFFICE-01',
      securityEvents: [
        {
          number: 1,
          type: 'InvalidChargePointCertificate',
          isCritical: false,
          timestamp: '2025-01-15T10:00:03Z',
          techInfo: 'of another key',
          receivedAt: '2025-01-15T10:00:03.118Z',
        },
      ],
      pagination: { total: 1, limit: 50, offset: 0, nextCursor: null },
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

const Position = z.strictObject({ number: z.int() });

export const listSecurityEvents = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { limit, offset = 0, cursor } = c.req.valid('query');
    const before = cursor === undefined ? null : decodeCursor(cursor, Position).number;
    const known = await reading(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).securityEvents(c.var.caller.accountId, {
        limit: limit + 1,
        offset,
        before,
      }),
    );
    if (known === null) throw noSuchCharger(chargeBoxId);
    const securityEvents = known.events.slice(0, limit);
    const last = securityEvents.at(-1);
    const isMore = known.events.length > limit && last !== undefined;
    const pagination = {
      total: known.total,
      limit,
      offset: before === null ? offset : null,
      nextCursor: isMore ? encodeCursor({ number: last.number }) : null,
    };
    return c.json({ chargeBoxId, securityEvents, pagination }, 200);
  },
});
