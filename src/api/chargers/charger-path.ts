import { z } from '@hono/zod-openapi';

/** The charger that a path names. */
export const ChargerPath = z.object({
  chargeBoxId: z
    .string()
    .min(1)
    .max(1_000)
    .describe('The identity of the charger, in any spelling of its case; percent-encoded.')
    .openapi({ param: { name: 'chargeBoxId', in: 'path' }, example: 'CP-OFFICE-01' }),
});
