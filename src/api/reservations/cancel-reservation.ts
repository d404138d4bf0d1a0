import { createRoute, z } from '@hono/zod-openapi';
import { commandAnswer } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { findReservation } from './find-reservations.ts';
import { ReservationPath } from './reservation-path.ts';

const route = createRoute({
  method: 'delete',
  path: '/chargers/{chargeBoxId}/reservations/{reservationId}',
  operationId: 'cancelReservation',
  tags: ['Reservations'],
  summary: 'Cancel a reservation',
  description:
    'Sends CancelReservation (OCPP 1.6 5.1) and waits for the charger’s answer, also for one that is over. Rejected: the charger does not know it.',
  ...securedBy('operate'),
  'x-ocpp-action': 'CancelReservation',
  request: { params: ReservationPath, query: z.strictObject({}) },
  responses: commandResponses('CancelReservationAnswer', 'CancelReservation', {}, {}),
});

export const cancelReservation = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId, reservationId } = c.req.valid('param');
    await findReservation(c, chargeBoxId, reservationId);
    const command = { action: 'CancelReservation' as const, payload: { reservationId } };
    const sent = await sendCommand(c, chargeBoxId, command);
    return c.json(commandAnswer(sent, { action: command.action, chargeBoxId }), 200);
  },
});
