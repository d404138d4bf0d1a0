import { createRoute, z } from '@hono/zod-openapi';
import { ChargerPath } from '../chargers/charger-path.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { findReservations } from './find-reservations.ts';
import { Reservation, RESERVATION_EXAMPLE } from './reservation.ts';

const Body = z
  .strictObject({ chargeBoxId: z.string(), reservations: z.array(Reservation) })
  .openapi('ReservationList');

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/reservations',
  operationId: 'listReservations',
  tags: ['Reservations'],
  summary: 'List the reservations of a charger',
  description: 'The latest 200, the highest number first, also those that are over.',
  ...securedBy('read'),
  request: { params: ChargerPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('They.', Body, { chargeBoxId: 'CP-OFFICE-01', reservations: [RESERVATION_EXAMPLE] }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const listReservations = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    return c.json({ chargeBoxId, reservations: await findReservations(c, chargeBoxId) }, 200);
  },
});
