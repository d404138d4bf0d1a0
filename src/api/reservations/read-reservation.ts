import { createRoute, z } from '@hono/zod-openapi';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { findReservation } from './find-reservations.ts';
import { Reservation, RESERVATION_EXAMPLE } from './reservation.ts';
import { ReservationPath } from './reservation-path.ts';

const route = createRoute({
  method: 'get',
  path: '/chargers/{chargeBoxId}/reservations/{reservationId}',
  operationId: 'readReservation',
  tags: ['Reservations'],
  summary: 'Read a reservation',
  description: 'What was asked, what the charger said, and what became of it.',
  ...securedBy('read'),
  request: { params: ReservationPath, query: z.strictObject({}) },
  responses: {
    200: jsonResponse('The reservation.', Reservation, RESERVATION_EXAMPLE),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readReservation = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId, reservationId } = c.req.valid('param');
    return c.json(await findReservation(c, chargeBoxId, reservationId), 200);
  },
});
