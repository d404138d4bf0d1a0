import { createRoute, z } from '@hono/zod-openapi';
import { lookUpIdTag } from '../../d1/id-tag-lookup.ts';
import { decideAuthorization } from '../../domain/authorization.ts';
import { AuthorizationStatus } from '../../domain/transaction.ts';
import { toIsoTime } from '../../lib/time.ts';
import { foldIdentity } from '../../ocpp/identity.ts';
import { chargerObject, noSuchCharger, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';

const Presented = z
  .strictObject({
    idTag: z
      .string()
      .min(1)
      .max(20, 'Too long: an idTag has at most 20 characters (OCPP 1.6 IdToken)')
      .openapi({ example: 'USER-001' }),
    chargeBoxId: z.string().min(1).max(1_000).optional().describe('Where it is presented.'),
  })
  .openapi('PresentedIdTag');

const Decision = z
  .strictObject({
    idTag: z.string(),
    chargeBoxId: z.string().nullable(),
    status: AuthorizationStatus.describe('What a charger would be told (OCPP 1.6 AuthorizationStatus).'),
    reason: z.string().describe('Why, in words.'),
    expiryDate: z.iso.datetime().nullable(),
    parentIdTag: z.string().nullable().describe('The group the tag belongs to.'),
  })
  .openapi('AuthorizationDecision');

const route = createRoute({
  method: 'post',
  path: '/authorize',
  operationId: 'authorize',
  tags: ['Authorization'],
  summary: 'Decide whether an idTag may charge',
  description:
    'The decision that a charger would get for its Authorize request, with the reason. It starts and changes nothing.',
  ...securedBy('operate'),
  request: { body: jsonBody(Presented, { idTag: 'USER-001', chargeBoxId: 'CP-OFFICE-01' }) },
  responses: {
    200: jsonResponse('The decision.', Decision, {
      idTag: 'USER-001',
      chargeBoxId: 'CP-OFFICE-01',
      status: 'Accepted',
      reason: 'This id tag is registered and active.',
      expiryDate: null,
      parentIdTag: null,
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE'),
  },
});

export const authorize = defineRoute({
  route,
  handler: async (c) => {
    const { idTag, chargeBoxId } = c.req.valid('json');
    const { accountId } = c.var.caller;
    const [found, charger] = await Promise.all([
      lookUpIdTag(c.env.DB, accountId, idTag),
      chargeBoxId === undefined
        ? undefined
        : reading(async () => chargerObject(c.env.CHARGER, chargeBoxId).describe(accountId)),
    ]);
    if (charger === null) throw noSuchCharger(chargeBoxId ?? '');
    const { status, reason, expiryDate, parentIdTag } = decideAuthorization(found.record, {
      foldedId: chargeBoxId === undefined ? null : foldIdentity(chargeBoxId),
      tagPolicy: charger?.registration.settings.tagPolicy ?? found.tagPolicy,
      now: Date.now(),
    });
    return c.json(
      {
        idTag,
        chargeBoxId: chargeBoxId ?? null,
        status,
        reason,
        expiryDate: expiryDate === null ? null : toIsoTime(expiryDate),
        parentIdTag,
      },
      200,
    );
  },
});
