import { createRoute, z } from '@hono/zod-openapi';
import type { BulkCommandOrder } from '../../contracts/bulk-command-rpc.ts';
import { selectChargers } from '../../d1/charger-selection.ts';
import { type ChargerSelection, MOST_CHARGERS } from '../../domain/bulk-command.ts';
import { newId } from '../../lib/ids.ts';
import { reading } from '../charger-object.ts';
import { DeliverWithinSeconds, TimeoutSeconds } from '../commands/command-answer.ts';
import { ACTIONS } from '../commands/send-raw-command.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { ACTION_ERRORS, errorResponses, jsonBody, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { BULK_COMMAND_EXAMPLE, BulkCommand, BulkFilter, toBulkCommand } from './bulk-command.ts';
import { bulkCommandObject } from './bulk-command-object.ts';
import { checkBulkCommand } from './check-bulk-command.ts';

const MOST_PER_SECOND = 50;
/** So many unknown ids are named. */
const NAMED = 20;

const Body = z
  .strictObject({
    filter: BulkFilter.refine(
      (filter) => Object.values(filter).some((criterion) => criterion !== undefined),
      {
        error: 'Must name at least one of chargeBoxIds, label, model and firmwareVersion',
      },
    ).describe('Which chargers are meant: all criteria that are given must hold.'),
    action: z.enum(ACTIONS).describe('A message that a Central System may send.'),
    payload: z.record(z.string(), z.unknown()).default({}).describe('Its fields, as OCPP names them.'),
    perSecond: z
      .int()
      .min(1)
      .max(MOST_PER_SECOND)
      .default(5)
      .describe('To how many chargers it is sent in a second, at most.'),
    timeoutSeconds: TimeoutSeconds.optional(),
    deliverWithinSeconds: DeliverWithinSeconds.optional().describe(
      'Keep the command for so many seconds for each charger that is offline.',
    ),
  })
  .openapi('NewBulkCommand');

const route = createRoute({
  method: 'post',
  path: '/bulk-commands',
  operationId: 'createBulkCommand',
  tags: ['Bulk commands'],
  summary: 'Send one command to many chargers',
  description:
    'At most 10,000 chargers, selected now. The payload is validated before anything is sent; what each charger’s own state forbids is its result (`Refused`). No charger gets it twice, whatever is cut off: each is sent under an id that is stored before.',
  ...securedBy('operate'),
  request: {
    body: jsonBody(Body, {
      filter: { label: 'office' },
      action: 'ChangeConfiguration',
      payload: { key: 'MeterValueSampleInterval', value: '60' },
    }),
  },
  responses: {
    202: jsonResponse('It has begun; read it by its id.', BulkCommand, {
      ...BULK_COMMAND_EXAMPLE,
      state: 'queued',
      counts: { ...BULK_COMMAND_EXAMPLE.counts, pending: 120, sending: 0, answered: 0, offline: 0 },
      statuses: { Pending: 120 },
      startedAt: null,
    }),
    ...errorResponses(...ACTION_ERRORS, 'TIMEOUT'),
  },
});

export const createBulkCommand = defineRoute({
  route,
  handler: async (c) => {
    const { filter: criteria, action, payload, perSecond, ...rest } = c.req.valid('json');
    const { timeoutSeconds, deliverWithinSeconds } = rest;
    const { accountId } = c.var.caller;
    checkBulkCommand(action, payload, deliverWithinSeconds);
    const filter: ChargerSelection = criteria;
    const chargeBoxIds = await selectedChargers(c.env.DB, accountId, filter);
    const bulkCommandId = newId('blk');
    const order: BulkCommandOrder = {
      bulkCommandId,
      accountId,
      action,
      payload,
      filter,
      chargeBoxIds,
      perSecond,
      timeoutSeconds: timeoutSeconds ?? null,
      deliverWithinSeconds: deliverWithinSeconds ?? null,
      createdAt: Date.now(),
    };
    const begun = await beginning(bulkCommandId, async () =>
      bulkCommandObject(c.env.BULK_COMMAND, bulkCommandId).begin(order),
    );
    if (begun === 'unavailable') {
      throw new ApiError(
        'SERVICE_UNAVAILABLE',
        'The database did not take the bulk command, so nothing was sent. Send the request again in a few seconds.',
        { retryAfterSeconds: 2 },
      );
    }
    return c.json(toBulkCommand(begun), 202);
  },
});

async function selectedChargers(
  db: D1Database,
  accountId: string,
  filter: ChargerSelection,
): Promise<string[]> {
  const { chargeBoxIds, unknown } = await selectChargers(db, accountId, filter, MOST_CHARGERS + 1);
  if (unknown.length > 0) {
    throw new ApiError(
      'NOT_FOUND',
      `Your account does not have these chargers, so nothing was sent: ${unknown.slice(0, NAMED).join(', ')}${unknown.length > NAMED ? ` and ${unknown.length - NAMED} more` : ''}.`,
      { details: { chargeBoxIds: unknown.slice(0, NAMED), count: unknown.length } },
    );
  }
  if (chargeBoxIds.length === 0) {
    throw new ApiError(
      'CONFLICT',
      'The filter selects no charger of your account, so nothing was sent. GET /api/v1/chargers shows the labels, models and firmware to select by.',
    );
  }
  if (chargeBoxIds.length > MOST_CHARGERS) {
    throw new ApiError(
      'CONFLICT',
      `The filter selects more than ${MOST_CHARGERS} chargers, so nothing was sent. Narrow it, by label for instance.`,
    );
  }
  return chargeBoxIds;
}

/** Beginning is idempotent, so it may be asked for once more; after that nobody knows whether it has begun. */
async function beginning<Answer>(bulkCommandId: string, begin: () => Promise<Answer>): Promise<Answer> {
  try {
    return await reading(begin);
  } catch (error) {
    throw new ApiError(
      'TIMEOUT',
      `It is not known whether the bulk command has begun. GET /api/v1/bulk-commands/${bulkCommandId} tells; where that is 404, nothing was sent.`,
      { details: { bulkCommandId }, cause: error },
    );
  }
}
