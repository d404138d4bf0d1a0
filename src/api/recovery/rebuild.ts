import { createRoute, z } from '@hono/zod-openapi';
import { findAccount } from '../../d1/accounts.ts';
import { nextAccount } from '../../d1/restore-charger.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { Moment } from '../moment.ts';
import { errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedByAdminToken } from '../openapi/secured-by.ts';
import { decodeCursor, encodeCursor } from '../pagination/cursor.ts';
import { FIRST, RebuildCursor } from './rebuild-cursor.ts';
import { rebuildStep } from './rebuild-step.ts';

const Rebuild = z
  .strictObject({
    accountId: z
      .string()
      .optional()
      .describe('Only this account; default: all of them, one after the other.'),
    since: Moment.optional().describe(
      'Only events from this time on are shown again: a little before the moment that D1 was set back to. Default: all that the log holds.',
    ),
    removeStrays: z
      .boolean()
      .optional()
      .describe('Whether chargers that D1 lists and that do not exist any more are taken off the list.'),
    cursor: z.string().max(2_000).optional().describe('nextCursor of the step before; then nothing else.'),
  })
  .refine((body) => body.cursor === undefined || Object.keys(body).length === 1, {
    error: 'A cursor says everything: send nothing else with it',
  })
  .openapi('Rebuild');

const Rebuilt = z
  .strictObject({
    accountId: z.string(),
    phase: z
      .enum(['listed', 'known', 'events', 'states', 'history', 'counts'])
      .describe(
        'What this step did: corrected listed chargers; listed those that the log knows; showed events again; corrected states; transactions and commands by what chargers keep; counted.',
      ),
    did: z
      .strictObject({ chargers: z.int(), events: z.int(), transactions: z.int(), commands: z.int() })
      .describe('What this step has looked at; what was right already is not written.'),
    strays: z
      .array(z.string())
      .describe(
        'chargeBoxIds that D1 lists and whose objects know nothing: deleted since, or never finished.',
      ),
    done: z.boolean(),
    nextCursor: z.string().nullable().describe('Send it for the next step; null when it is done.'),
  })
  .openapi('RebuildStep');

const route = createRoute({
  method: 'post',
  path: '/admin/rebuild',
  operationId: 'rebuildDatabase',
  tags: ['Service'],
  summary: 'Make D1 whole again',
  description:
    'For the operator of the instance, after D1 was lost or set back in time: shows registrations, states and transactions in the lists again, from the logs and the objects of the chargers. One request is one step of bounded size; send `nextCursor` until `done`. A step may be sent again, at any time, on a healthy instance too: it changes only what is wrong. `npm run rebuild` does all of them.',
  ...securedByAdminToken(),
  request: { body: jsonBody(Rebuild, { since: '2025-01-15T10:00:00Z' }) },
  responses: {
    200: jsonResponse('What this step did.', Rebuilt, {
      accountId: 'acc_0194678c2f1a7b6d8e9c0f1a2b3c4d5e',
      phase: 'events',
      did: { chargers: 0, events: 500, transactions: 0, commands: 0 },
      strays: [],
      done: false,
      nextCursor: 'eyJhY2NvdW50SWQiOiJhY2NfMDE5NDY3OGMifQ',
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE'),
  },
});

export const rebuildDatabase = defineRoute({
  route,
  handler: async (c) => {
    const { cursor: given, ...wanted } = c.req.valid('json');
    const { DB } = c.env;
    const cursor =
      given === undefined ? await beginning(DB, wanted) : decodeCursor(given, RebuildCursor, 'body');
    const { position, did, strays } = await rebuildStep(c.env, cursor);
    const next = position === null ? await nextOf(DB, cursor) : { ...cursor, position };
    return c.json(
      {
        accountId: cursor.accountId,
        phase: cursor.position.phase,
        did,
        strays,
        done: next === null,
        nextCursor: next === null ? null : encodeCursor(next),
      },
      200,
    );
  },
});

async function beginning(
  db: D1Database,
  { accountId, since, removeStrays = false }: Omit<z.infer<typeof Rebuild>, 'cursor'>,
): Promise<RebuildCursor> {
  const first = accountId === undefined ? await nextAccount(db, '') : await findAccountId(db, accountId);
  if (first === null) {
    throw new ApiError(
      'NOT_FOUND',
      `D1 knows ${accountId === undefined ? 'no account' : 'no such account'}. Make it again with POST /api/v1/accounts and its old id first.`,
    );
  }
  return {
    accountId: first,
    isAll: accountId === undefined,
    since: since === undefined ? null : Date.parse(since),
    removesStrays: removeStrays,
    position: FIRST,
  };
}

async function findAccountId(db: D1Database, accountId: string): Promise<string | null> {
  return (await findAccount(db, accountId))?.accountId ?? null;
}

async function nextOf(db: D1Database, cursor: RebuildCursor): Promise<RebuildCursor | null> {
  const accountId = cursor.isAll ? await nextAccount(db, cursor.accountId) : null;
  return accountId === null ? null : { ...cursor, accountId, position: FIRST };
}
