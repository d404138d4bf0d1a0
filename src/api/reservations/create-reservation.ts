import { createRoute, z } from '@hono/zod-openapi';
import { findIdTag } from '../../d1/id-tags.ts';
import { ChargerPath } from '../chargers/charger-path.ts';
import { commandAnswer, DeliverWithinSeconds, TimeoutSeconds } from '../commands/command-answer.ts';
import { commandResponses } from '../commands/command-responses.ts';
import { sendCommand } from '../commands/send-command.ts';
import { defineRoute } from '../define-route.ts';
import { jsonBody } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';

const NewReservation = z
  .strictObject({
    connectorId: z
      .int()
      .min(0)
      .describe('0: any connector, where the charger supports that (ReserveConnectorZeroSupported).'),
    idTag: z.string().min(1).max(20, 'Too long: an idTag has at most 20 characters (OCPP 1.6 IdToken)'),
    expiryDate: z.iso
      .datetime({ offset: true, error: 'Must be an ISO 8601 time such as 2026-01-15T12:00:00Z' })
      .describe('Until when the connector is kept.'),
    reservationId: z
      .int()
      .min(0)
      .max(2_147_483_647)
      .optional()
      .describe('A number of yours; one that is in use is replaced. Without it the charger’s next one.'),
    timeoutSeconds: TimeoutSeconds.optional(),
    deliverWithinSeconds: DeliverWithinSeconds.optional(),
  })
  .openapi('NewReservation');

const route = createRoute({
  method: 'post',
  path: '/chargers/{chargeBoxId}/reservations',
  operationId: 'createReservation',
  tags: ['Reservations'],
  summary: 'Reserve a connector',
  description:
    'Sends ReserveNow (OCPP 1.6 5.13), with the group of the tag where it has one, and waits for the charger’s answer: Accepted, Faulted, Occupied, Rejected or Unavailable. While it is reserved the charger itself refuses other tags.',
  ...securedBy('operate'),
  'x-ocpp-action': 'ReserveNow',
  request: {
    params: ChargerPath,
    body: jsonBody(NewReservation, { connectorId: 1, idTag: 'USER-001', expiryDate: '2036-01-15T12:00:00Z' }),
  },
  responses: commandResponses(
    'ReservationAnswer',
    'ReserveNow',
    { reservationId: z.int().optional().describe('Its number, where it was sent.') },
    { reservationId: 7 },
  ),
});

export const createReservation = defineRoute({
  route,
  handler: async (c) => {
    const { chargeBoxId } = c.req.valid('param');
    const { timeoutSeconds, deliverWithinSeconds, ...reservation } = c.req.valid('json');
    const tag = await findIdTag(c.env.DB, c.var.caller.accountId, reservation.idTag);
    const sent = await sendCommand(c, chargeBoxId, {
      action: 'ReserveNow',
      payload: {
        ...reservation,
        ...(tag?.parentIdTag ? { parentIdTag: tag.parentIdTag } : {}),
      },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(deliverWithinSeconds === undefined ? {} : { deliverWithinSeconds }),
    });
    const answer = commandAnswer(sent, { action: 'ReserveNow', chargeBoxId });
    const { reservationId } = sent.payload;
    return c.json({ ...answer, reservationId }, sent.deliverUntil === undefined ? 200 : 202);
  },
});
