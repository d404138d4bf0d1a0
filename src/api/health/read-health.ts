import { createRoute, z } from '@hono/zod-openapi';
import { eventLogName } from '../../contracts/event-log-rpc.ts';
import { readRow, statement } from '../../d1/database.ts';
import type { Env } from '../../env.ts';
import { defineRoute } from '../define-route.ts';
import { ErrorBody } from '../errors/error-body.ts';
import { jsonResponse } from '../openapi/responses.ts';
import { within } from '../../lib/within.ts';

const PATIENCE_MS = 3_000;

/** No identity that could be dialled and no account, so that objects of this name are nobody's. */
const NOBODY = '\u0000health';

const Part = z.enum(['up', 'down']);

const Health = z
  .strictObject({
    status: z.enum(['ok', 'degraded']),
    parts: z.strictObject({
      database: Part.describe('Lists, registrations and keys.'),
      chargers: Part.describe('The objects that chargers are connected to.'),
      log: Part.describe('The logs that carry what chargers tell into the lists.'),
    }),
  })
  .openapi('Health');

const route = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'readHealth',
  tags: ['Service'],
  summary: 'Is it up?',
  description: 'Needs no key. Says which part is down.',
  request: { query: z.strictObject({}) },
  responses: {
    200: jsonResponse('Everything works.', Health, {
      status: 'ok',
      parts: { database: 'up', chargers: 'up', log: 'up' },
    }),
    503: {
      description: 'A part is down, or the instance is not set up.',
      content: { 'application/json': { schema: z.union([Health, ErrorBody]) } },
    },
  },
});

export const readHealth = defineRoute({
  route,
  handler: async (c) => {
    const [database, chargers, log] = await Promise.all([
      isUp(askDatabase(c.env)),
      isUp(askObject(c.env)),
      isUp(askLog(c.env)),
    ]);
    const parts = { database, chargers, log };
    return Object.values(parts).every((part) => part === 'up')
      ? c.json({ status: 'ok' as const, parts }, 200)
      : c.json({ status: 'degraded' as const, parts }, 503);
  },
});

async function askDatabase(env: Env): Promise<void> {
  await readRow(
    env.DB,
    z.object({ account_id: z.string() }),
    statement('SELECT account_id FROM accounts LIMIT 1'),
  );
}

async function askObject(env: Env): Promise<void> {
  await env.CHARGER.getByName(NOBODY).presence('');
}

async function askLog(env: Env): Promise<void> {
  await env.EVENT_LOG.getByName(eventLogName(NOBODY)).state();
}

function isUp(asked: Promise<void>): Promise<z.infer<typeof Part>> {
  return within(
    PATIENCE_MS,
    asked.then(() => 'up' as const),
    'down',
  );
}
