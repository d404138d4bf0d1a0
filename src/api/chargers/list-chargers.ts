import { createRoute, z } from '@hono/zod-openapi';
import { countChargers } from '../../d1/accounts.ts';
import {
  type ChargerFilter,
  countFilteredChargers,
  orderOf,
  pageChargers,
  positionOf,
} from '../../d1/charger-pages.ts';
import { chargePointStatus } from '../../ocpp/v16/types/charge-point-status.ts';
import { defineRoute } from '../define-route.ts';
import { chargerObject } from '../charger-object.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { isOneStart, ONE_START, PAGE_PARAMETERS, Pagination, readPage } from '../pagination/page.ts';
import { within } from '../../lib/within.ts';
import { ListedCharger, listedCharger } from './listed-charger.ts';

/** What a page waits for its chargers altogether; those that are late are shown as last projected. */
const PATIENCE_MS = 1_000;

const Query = z
  .strictObject({
    status: z
      .enum(['online', 'offline'])
      .optional()
      .describe('Only chargers that are connected, or are not.'),
    connectorStatus: z
      .enum(chargePointStatus().options)
      .optional()
      .describe('Only chargers with a connector in this status.'),
    label: z.string().min(1).max(64).optional().describe('Only chargers with this label.'),
    q: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .describe('Only chargers whose chargeBoxId begins so, in any case; listed in the order of their ids.'),
    ...PAGE_PARAMETERS,
  })
  .refine(isOneStart, ONE_START);

const Body = z
  .strictObject({ chargers: z.array(ListedCharger), pagination: Pagination })
  .openapi('ChargerList');

const route = createRoute({
  method: 'get',
  path: '/chargers',
  operationId: 'listChargers',
  tags: ['Chargers'],
  summary: 'List chargers',
  description:
    'The chargers of the account, the newest registration first. isOnline and lastHeartbeat are asked of the chargers themselves, for one second at most.',
  ...securedBy('read'),
  request: { query: Query },
  responses: {
    200: jsonResponse('One page of them.', Body, {
      chargers: [
        {
          chargeBoxId: 'CP-OFFICE-01',
          name: 'Office Parking Charger',
          status: 'online',
          isOnline: true,
          lastHeartbeat: '2025-01-15T10:32:00Z',
          vendor: 'ABB',
          model: 'Terra AC',
          firmwareVersion: '1.6.6',
          id: 'chg_0194678d5a107c3e9f5b2a6c1d8e4f70',
          location: 'Building A, Parking Level 1',
          labels: ['office'],
          registeredAt: '2025-01-15T10:30:00Z',
          asOf: '2025-01-15T10:32:04.120Z',
        },
      ],
      pagination: { total: 1, limit: 50, offset: 0, nextCursor: null },
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN'),
  },
});

export const listChargers = defineRoute({
  route,
  handler: async (c) => {
    const query = c.req.valid('query');
    const { accountId } = c.var.caller;
    const filter: ChargerFilter = {
      isOnline: query.status === undefined ? undefined : query.status === 'online',
      connectorStatus: query.connectorStatus,
      label: query.label,
      prefix: query.q,
    };
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    const order = orderOf(filter);
    const { rows, pagination } = await readPage(query, {
      position: z.strictObject({ order: z.literal(order), at: z.string() }),
      read: ({ limit, offset, after }) =>
        pageChargers(c.env.DB, accountId, filter, { limit, offset, after: after?.at ?? null }),
      positionOf: (row) => ({ order, at: positionOf(order, row) }),
      isLookingAhead: filter.connectorStatus === undefined,
      total: isFiltered
        ? { counted: (atMost) => countFilteredChargers(c.env.DB, accountId, filter, atMost) }
        : { kept: () => countChargers(c.env.DB, accountId) },
    });
    const presences = await Promise.all(
      rows.map((row) =>
        within(PATIENCE_MS, chargerObject(c.env.CHARGER, row.chargeBoxId).presence(accountId), null),
      ),
    );
    const now = Date.now();
    const chargers = rows
      .map((row, index) => listedCharger(row, presences[index] ?? null, now))
      // Its object knows better than the projection: what no longer passes the filter is not shown under it.
      .filter((charger) => query.status === undefined || charger.status === query.status);
    return c.json({ chargers, pagination }, 200);
  },
});
