import { z } from '@hono/zod-openapi';

/** What its owner wants of one charger's configuration. */
export const ChargerDesire = z
  .strictObject({
    chargeBoxId: z.string(),
    desired: z.record(z.string(), z.string()).describe('What each key should be.'),
  })
  .openapi('ChargerDesire');

export const CHARGER_DESIRE_EXAMPLE: z.input<typeof ChargerDesire> = {
  chargeBoxId: 'CP-OFFICE-01',
  desired: { MeterValueSampleInterval: '60' },
};
