import { z } from '@hono/zod-openapi';

/** A key as the charger told it last. */
const ConfigurationKey = z
  .strictObject({
    key: z.string(),
    value: z.string().nullable().describe('Null where the charger told none; secrets are masked.'),
    readonly: z.boolean().describe('By the charger’s own word.'),
    readAt: z.iso.datetime().describe('When the charger last said so.'),
    valueSince: z.iso.datetime().describe('Since when it has this value, as far as is known.'),
    pendingReboot: z.boolean().describe('It was changed, and the change counts after the next restart.'),
  })
  .openapi('ConfigurationKey');

/** What is known of a charger's configuration. */
export const Configuration = z
  .strictObject({
    chargeBoxId: z.string(),
    keys: z.array(ConfigurationKey),
    unknownKeys: z
      .array(z.strictObject({ key: z.string(), readAt: z.iso.datetime() }))
      .describe('Keys that the charger said it does not have.'),
    pendingReboot: z.boolean().describe('A change of some key counts after the next restart.'),
  })
  .openapi('Configuration');

export const CONFIGURATION_EXAMPLE: z.input<typeof Configuration> = {
  chargeBoxId: 'CP-OFFICE-01',
  keys: [
    {
      key: 'HeartbeatInterval',
      value: '60',
      readonly: false,
      readAt: '2025-01-15T10:34:58.220Z',
      valueSince: '2025-01-10T08:00:00.000Z',
      pendingReboot: false,
    },
  ],
  unknownKeys: [{ key: 'LightIntensity', readAt: '2025-01-15T10:34:58.220Z' }],
  pendingReboot: false,
};
