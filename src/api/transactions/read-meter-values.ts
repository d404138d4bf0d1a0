import { createRoute, z } from '@hono/zod-openapi';
import type { MeterValueBody } from '../../contracts/charger-rpc.ts';
import { findTransaction } from '../../d1/transactions.ts';
import { chargerObject, reading } from '../charger-object.ts';
import { defineRoute } from '../define-route.ts';
import { ApiError } from '../errors/api-error.ts';
import { errorResponses, jsonResponse } from '../openapi/responses.ts';
import { securedBy } from '../openapi/secured-by.ts';
import { METER_VALUE_EXAMPLE, MeterValue } from './meter-value.ts';
import { noSuchTransaction } from './no-such-transaction.ts';
import { TransactionPath } from './transaction-path.ts';

const Body = z
  .strictObject({ transactionId: z.string(), chargeBoxId: z.string(), meterValues: z.array(MeterValue) })
  .openapi('MeterValueSeries');

const Query = z.strictObject({
  interval: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('Thins the series: of each quantity one value in so many seconds, the newest.')
    .openapi({ type: 'integer', minimum: 1, maximum: 86_400, example: 300 }),
});

const route = createRoute({
  method: 'get',
  path: '/transactions/{transactionId}/meter-values',
  operationId: 'readMeterValues',
  tags: ['Transactions'],
  summary: 'Read the meter values of a transaction',
  description: 'Everything its charger measured, in the order of time: normalised, and as it was sent.',
  ...securedBy('read'),
  request: { params: TransactionPath, query: Query },
  responses: {
    200: jsonResponse('The series.', Body, {
      transactionId: 'txn_019467923f5e7d1a8b6c4e2f0a1d3c5b',
      chargeBoxId: 'CP-OFFICE-01',
      meterValues: [METER_VALUE_EXAMPLE],
    }),
    ...errorResponses('VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND'),
  },
});

export const readMeterValues = defineRoute({
  route,
  handler: async (c) => {
    const { transactionId } = c.req.valid('param');
    const { interval } = c.req.valid('query');
    const { accountId } = c.var.caller;
    const row = await findTransaction(c.env.DB, accountId, transactionId);
    if (row === null) throw noSuchTransaction();
    const { chargeBoxId } = row.body;
    const meterValues = await reading<MeterValueBody[] | 'unknownTransaction' | null>(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).meterValues(accountId, transactionId, interval),
    );
    if (meterValues === null || meterValues === 'unknownTransaction') {
      throw new ApiError(
        'NOT_FOUND',
        `The meter values of this transaction are not kept any more: "${chargeBoxId}" was deleted since. Its results are in GET /api/v1/transactions/${transactionId}.`,
      );
    }
    return c.json({ transactionId, chargeBoxId, meterValues }, 200);
  },
});
