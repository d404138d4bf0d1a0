import { z } from '@hono/zod-openapi';

/** The transaction that a path names. */
export const TransactionPath = z.object({
  transactionId: z
    .string()
    .min(1)
    .max(100)
    .openapi({
      param: { name: 'transactionId', in: 'path' },
      example: 'txn_019467923f5e7d1a8b6c4e2f0a1d3c5b',
    }),
});
