import { z } from '@hono/zod-openapi';
import { ChargerPath } from '../chargers/charger-path.ts';
import { ApiError } from '../errors/api-error.ts';

/** The reservation that a path names. */
export const ReservationPath = ChargerPath.extend({
  reservationId: z.coerce
    .number()
    .int()
    .openapi({ param: { name: 'reservationId', in: 'path' }, type: 'integer', example: 7 }),
});

export function noSuchReservation(chargeBoxId: string, reservationId: number): ApiError {
  return new ApiError(
    'NOT_FOUND',
    `"${chargeBoxId}" has no reservation ${reservationId}. GET /api/v1/chargers/${encodeURIComponent(chargeBoxId)}/reservations lists them.`,
  );
}
