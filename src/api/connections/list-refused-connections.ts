import { createRoute, z } from '@hono/zod-openapi';
import {
  countRefusedConnections,
  pageRefusedConnections,
  RefusedConnectionPosition,
  type RefusedConnectionRow,
} from '../../d1/refused-connections.ts';
import { toIsoTime } from '../../lib/time.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedByKeyOrAdminToken } from '../openapi/secured-by.ts';
import { isOneStart, ONE_START, PAGE_PARAMETERS, Pagination, readPage } from '../pagination/page.ts';
import { fixOf } from './fix.ts';

const RefusedConnection = z
  .strictObject({
    chargeBoxId: z.string().nullable().describe('As it was dialled; null where the URL named none.'),
    status: z.int().describe('The HTTP status that it got.'),
    reason: z.string().describe('What it was told.'),
    fix: z.string().describe('What to do about it.'),
    count: z.int(),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    address: z.string().nullable().describe('Where the last one came from.'),
    userAgent: z.string().nullable(),
    subprotocols: z.string().nullable().describe('The WebSocket subprotocols that it offered.'),
  })
  .openapi('RefusedConnection');

const Body = z
  .strictObject({ refusedConnections: z.array(RefusedConnection), pagination: Pagination })
  .openapi('RefusedConnectionList');

const route = createRoute({
  method: 'get',
  path: '/connections/refused',
  operationId: 'listRefusedConnections',
  tags: ['Chargers'],
  summary: 'List refused connections',
  description:
    'Chargers that were not let in, tried last first, each with why and what to do. An account sees its own chargers; ids that nobody has registered are shown to the admin token, and to the account of an instance that has no other. The instance keeps the last 1,000.',
  ...securedByKeyOrAdminToken('read'),
  request: { query: z.strictObject(PAGE_PARAMETERS).refine(isOneStart, ONE_START) },
  responses: {
    200: jsonResponse('One page of them.', Body, {
      refusedConnections: [
        {
          chargeBoxId: 'CP-OFFICE-01',
          status: 401,
          reason: 'User name or password is missing or wrong. The user name is the chargeBoxId.',
          fix: fixOf(401, 'CP-OFFICE-01'),
          count: 3,
          firstAt: '2025-01-15T10:20:00Z',
          lastAt: '2025-01-15T10:22:00Z',
          address: '192.0.2.17',
          userAgent: null,
          subprotocols: 'ocpp1.6',
        },
      ],
      pagination: { total: 1, limit: 50, offset: 0, nextCursor: null },
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN'),
  },
});

export const listRefusedConnections = defineRoute({
  route,
  handler: async (c) => {
    const audience = c.var.isOperator
      ? { kind: 'operator' as const }
      : { kind: 'account' as const, accountId: c.var.caller.accountId };
    const { rows, pagination } = await readPage(c.req.valid('query'), {
      position: RefusedConnectionPosition,
      read: (page) => pageRefusedConnections(c.env.DB, audience, page),
      positionOf: ({ lastAt, foldedId, status, reason }) => ({ lastAt, foldedId, status, reason }),
      total: { counted: (atMost) => countRefusedConnections(c.env.DB, audience, atMost) },
    });
    return c.json({ refusedConnections: rows.map(refusedConnection), pagination }, 200);
  },
});

function refusedConnection(row: RefusedConnectionRow): z.infer<typeof RefusedConnection> {
  const chargeBoxId = row.chargeBoxId === '' ? null : row.chargeBoxId;
  return {
    chargeBoxId,
    status: row.status,
    reason: row.reason,
    fix: fixOf(row.status, chargeBoxId),
    count: row.count,
    firstAt: toIsoTime(row.firstAt),
    lastAt: toIsoTime(row.lastAt),
    address: row.address,
    userAgent: row.userAgent,
    subprotocols: row.subprotocols,
  };
}
