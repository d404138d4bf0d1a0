import { createRoute, z } from '@hono/zod-openapi';
import { ChargerPlace, findOldSecrets, walkAllChargers } from '../../d1/digest-keys.ts';
import { toIsoTime } from '../../lib/time.ts';
import { chargerObject, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedByAdminToken } from '../openapi/secured-by.ts';
import { decodeCursor, encodeCursor } from '../pagination/cursor.ts';

/** Chargers in a step: each is one question to its object. */
const CHARGERS = 50;
const SECRETS = 1_000;

const OldDigestKeys = z
  .strictObject({
    currentKeyId: z.string().describe('The first of DIGEST_KEYS.'),
    looked: z.int().describe('How many chargers this step has looked at.'),
    chargers: z
      .array(
        z.strictObject({
          accountId: z.string(),
          chargeBoxId: z.string(),
          keyIds: z.array(z.string()),
          lastSeenAt: z.iso.datetime().nullable(),
        }),
      )
      .describe(
        'Those of them whose password is still stored under another key: they have not logged in since.',
      ),
    secrets: z
      .array(
        z.strictObject({
          accountId: z.string(),
          secret: z.enum(['authorityKey', 'authorityToken']),
          keyId: z.string(),
        }),
      )
      .describe('Secrets of accounts that are encrypted under another key; told by the first step.'),
    nextCursor: z.string().nullable().describe('Send it for the next step; null behind the last charger.'),
  })
  .openapi('OldDigestKeys');

const route = createRoute({
  method: 'get',
  path: '/admin/digest-keys',
  operationId: 'listOldDigestKeys',
  tags: ['Service'],
  summary: 'What still needs an old digest key?',
  description:
    'For the operator of the instance, before an old key is taken out of DIGEST_KEYS: what would be shut out. Goes through all chargers, a step at a time; follow `nextCursor` to the end. `npm run digest-keys` does all steps.',
  ...securedByAdminToken(),
  request: { query: z.strictObject({ cursor: z.string().max(2_000).optional() }) },
  responses: {
    200: jsonResponse('What this step has found.', OldDigestKeys, {
      currentKeyId: 'k2',
      looked: 2,
      chargers: [
        {
          accountId: 'acc_0194678c2f1a7b6d8e9c0f1a2b3c4d5e',
          chargeBoxId: 'CP-OFFICE-01',
          keyIds: ['k1'],
          lastSeenAt: '2025-01-15T10:30:00Z',
        },
      ],
      secrets: [],
      nextCursor: null,
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED'),
  },
});

export const listOldDigestKeys = defineRoute({
  route,
  handler: async (c) => {
    const { cursor } = c.req.valid('query');
    const { CHARGER, DB } = c.env;
    const currentKeyId = c.var.settings.DIGEST_KEYS[0]?.keyId ?? '';
    const place =
      cursor === undefined ? { accountId: '', chargerId: '' } : decodeCursor(cursor, ChargerPlace);
    const page = await walkAllChargers(DB, place, CHARGERS);
    const owners = await Promise.all(
      page.map(({ chargeBoxId }) => reading(async () => chargerObject(CHARGER, chargeBoxId).owner())),
    );
    const last = page.at(-1);
    return c.json(
      {
        currentKeyId,
        looked: page.length,
        chargers: owners.flatMap((owner) => {
          if (owner === null || owner.digestKeyIds.every((keyId) => keyId === currentKeyId)) return [];
          const { accountId, chargeBoxId, digestKeyIds: keyIds, lastSeenAt } = owner;
          return [
            {
              accountId,
              chargeBoxId,
              keyIds,
              lastSeenAt: lastSeenAt === null ? null : toIsoTime(lastSeenAt),
            },
          ];
        }),
        secrets: cursor === undefined ? await findOldSecrets(DB, currentKeyId, SECRETS) : [],
        nextCursor:
          last === undefined || page.length < CHARGERS
            ? null
            : encodeCursor({ accountId: last.accountId, chargerId: last.chargerId }),
      },
      200,
    );
  },
});
