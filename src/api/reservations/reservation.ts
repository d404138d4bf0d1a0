import { z } from '@hono/zod-openapi';
import type { ReservationBody } from '../../contracts/reservation-rpc.ts';
import { ReservationState } from '../../domain/reservation.ts';

/** A reservation and what became of it. */
export const Reservation = z
  .strictObject({
    reservationId: z.int(),
    connectorId: z.int().describe('0: any connector.'),
    idTag: z.string(),
    parentIdTag: z.string().nullable().describe('The group of the tag; its other members may use it too.'),
    expiryDate: z.iso.datetime(),
    state: ReservationState.describe(
      '`requested`, `accepted` and `unknown` (the charger did not answer) may still be used; the others are final.',
    ),
    chargerStatus: z
      .string()
      .nullable()
      .describe('The charger’s own word on it, or on its cancelling, or why there is none.'),
    commandId: z.string(),
    requestedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    transactionId: z.string().nullable().describe('The transaction that used it.'),
    usedByIdTag: z.string().nullable(),
  })
  .openapi('Reservation');

export const RESERVATION_EXAMPLE: ReservationBody = {
  reservationId: 7,
  connectorId: 1,
  idTag: 'USER-001',
  parentIdTag: null,
  expiryDate: '2025-01-15T12:00:00Z',
  state: 'accepted',
  chargerStatus: 'Accepted',
  commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
  requestedAt: '2025-01-15T11:00:00Z',
  endedAt: null,
  transactionId: null,
  usedByIdTag: null,
};
