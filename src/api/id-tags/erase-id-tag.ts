import { createRoute, z } from '@hono/zod-openapi';
import { ERASED_ID_TAG } from '../../domain/erasure.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { decodeCursor, encodeCursor } from '../pagination/cursor.ts';
import { addErased, eraseFrom, ErasurePlace, NOTHING_ERASED } from './erasure.ts';
import { IdTagPath } from './id-tag-path.ts';

/** Steps of one request: each asks D1, the log or one charger's object once or twice. */
const MOST_STEPS = 100;

const Count = z.int().min(0);

const Body = z
  .strictObject({
    idTag: z.string(),
    replacedBy: z.literal(ERASED_ID_TAG),
    isComplete: z.boolean().describe('False: send the same request again with `nextCursor`.'),
    nextCursor: z.string().nullable(),
    erased: z
      .strictObject({
        transactions: Count.describe('Finished transactions in the lists.'),
        events: Count.describe('Events of the log.'),
        records: Count.describe(
          'Rows in the objects of chargers: transactions, commands, reservations, traces and what they remember.',
        ),
        unknownIdTags: Count,
        chargers: Count.describe('Chargers that are done.'),
      })
      .describe('By this request.'),
  })
  .openapi('IdTagErasure');

const route = createRoute({
  method: 'post',
  path: '/id-tags/{idTag}/erase',
  operationId: 'eraseIdTag',
  tags: ['Authorization'],
  summary: 'Erase a person from history',
  description:
    'Replaces the tag by ERASED in finished transactions, events, commands, reservations and the wire trace, and forgets that it was ever presented. Repeat it with `nextCursor` until `isComplete`. What is live stays: its registration, local lists, transactions that run. Not reached: what has been exported or uploaded to R2, what has been sent to others, what chargers keep, free texts and data of vendors, and backups of the platform (30 days).',
  ...securedBy('manage'),
  request: {
    params: IdTagPath,
    query: z.strictObject({}),
    body: jsonBody(
      z
        .strictObject({ cursor: z.string().max(500).optional().describe('Where the last answer ended.') })
        .openapi('IdTagErasureRequest'),
      {},
    ),
  },
  responses: {
    200: jsonResponse('What was erased, and whether that was all.', Body, {
      idTag: 'USER-001',
      replacedBy: ERASED_ID_TAG,
      isComplete: true,
      nextCursor: null,
      erased: { transactions: 12, events: 24, records: 31, unknownIdTags: 0, chargers: 2 },
    }),
    ...errorResponses(
      'VALIDATION_ERROR',
      'UNAUTHORIZED',
      'FORBIDDEN',
      'PAYLOAD_TOO_LARGE',
      'SERVICE_UNAVAILABLE',
    ),
  },
});

export const eraseIdTag = defineRoute({
  route,
  handler: async (c) => {
    const { idTag } = c.req.valid('param');
    const { cursor } = c.req.valid('json');
    const tag = { accountId: c.var.caller.accountId, idTag };
    let erased = NOTHING_ERASED;
    let place: ErasurePlace | null =
      cursor === undefined ? { at: 'transactions' } : decodeCursor(cursor, ErasurePlace);
    for (let step = 0; step < MOST_STEPS && place !== null; step += 1) {
      const { erased: more, next } = await eraseFrom(c.env, tag, place);
      erased = addErased(erased, more);
      place = next;
    }
    const nextCursor = place === null ? null : encodeCursor(place);
    return c.json(
      {
        idTag,
        replacedBy: ERASED_ID_TAG,
        isComplete: place === null,
        nextCursor,
        erased,
      },
      200,
    );
  },
});
