import { createRoute, z } from '@hono/zod-openapi';
import { BulkOutcome } from '../../domain/bulk-command.ts';
import { reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { isOneStart, ONE_START, PAGE_PARAMETERS, Pagination, readPage } from '../pagination/page.ts';
import { BULK_COMMAND_EXAMPLE, BULK_COMMAND_FIELDS, BulkCommandPath, toBulkCommand } from './bulk-command.ts';
import { bulkCommandObject, noSuchBulkCommand } from './bulk-command-object.ts';

const BulkResult = z
  .strictObject({
    chargeBoxId: z.string(),
    status: z
      .string()
      .describe(
        'The charger’s own word; where it has said none: Pending, Sending, Queued, CallError, InvalidAnswer, Offline, Timeout, ConnectionLost, Expired, Refused, Interrupted.',
      ),
    outcome: BulkOutcome.describe(
      '`queued`: kept for a charger that is offline. `interrupted`: this system was cut off while it sent, and has not repeated what acts on a driver or a session.',
    ),
    reason: z.string().nullable(),
    commandId: z
      .string()
      .nullable()
      .describe('What was sent: GET /commands/{commandId}. Null where nothing was.'),
    sentAt: z.iso.datetime().nullable().describe('When its turn came.'),
    at: z.iso.datetime().nullable().describe('Since when this is so.'),
  })
  .openapi('BulkResult');

const Body = z
  .strictObject({ ...BULK_COMMAND_FIELDS, results: z.array(BulkResult), pagination: Pagination })
  .openapi('BulkCommandWithResults');

const route = createRoute({
  method: 'get',
  path: '/bulk-commands/{bulkCommandId}',
  operationId: 'readBulkCommand',
  tags: ['Bulk commands'],
  summary: 'How far is it, and what did each charger say?',
  description: 'The counts are of all chargers; the results come in pages, in the order of their turns.',
  ...securedBy('read'),
  request: {
    params: BulkCommandPath,
    query: z
      .strictObject({
        ...PAGE_PARAMETERS,
        outcome: BulkOutcome.optional().describe('Only the chargers with this outcome.'),
      })
      .refine(isOneStart, ONE_START),
  },
  responses: {
    200: jsonResponse('It.', Body, {
      ...BULK_COMMAND_EXAMPLE,
      results: [
        {
          chargeBoxId: 'CP-OFFICE-01',
          status: 'Accepted',
          outcome: 'answered',
          reason: null,
          commandId: 'cmd_01946791c2d87f0e9a1b3c5d7e9f1a2b',
          sentAt: '2025-01-15T10:34:58.260Z',
          at: '2025-01-15T10:34:58.410Z',
        },
      ],
      pagination: { total: 120, limit: 1, offset: 0, nextCursor: 'eyJwb3NpdGlvbiI6MH0' },
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readBulkCommand = defineRoute({
  route,
  handler: async (c) => {
    const { bulkCommandId } = c.req.valid('param');
    const { outcome = null, ...query } = c.req.valid('query');
    const { accountId } = c.var.caller;
    const object = bulkCommandObject(c.env.BULK_COMMAND, bulkCommandId);
    const { rows, pagination } = await readPage(query, {
      position: z.strictObject({ position: z.int() }),
      read: async ({ limit, offset, after }) =>
        (await reading(async () =>
          object.results(accountId, { after: after?.position ?? null, limit, offset, outcome }),
        )) ?? [],
      positionOf: ({ position }) => ({ position }),
      total: {
        kept: async () => {
          const body = await reading(async () => object.describe(accountId));
          return (outcome === null ? body?.total : body?.counts[outcome]) ?? 0;
        },
      },
    });
    // Read last: what the results have just found out is in it.
    const body = await reading(async () => object.describe(accountId));
    if (body === null) throw noSuchBulkCommand(bulkCommandId);
    const results = rows.map(({ position: _position, ...result }) => result);
    return c.json({ ...toBulkCommand(body), results, pagination }, 200);
  },
});
