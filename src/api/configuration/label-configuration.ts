import { z } from '@hono/zod-openapi';
import type { LabelConfigurationRow } from '../../d1/label-configurations.ts';
import { toIsoTime } from '../../lib/time.ts';
import { ApiError } from '../errors/api-error.ts';
import { desiredBody } from './desired-fields.ts';

/** The label that a path names. */
export const LabelPath = z.object({
  label: z
    .string()
    .min(1)
    .max(64)
    .describe('A label of chargers, in its exact spelling; percent-encoded.')
    .openapi({ param: { name: 'label', in: 'path' }, example: 'office' }),
});

/** What chargers with a label should be set to. */
export const LabelConfiguration = z
  .strictObject({
    label: z.string(),
    desired: z.record(z.string(), z.string()).describe('What each key should be.'),
    updatedAt: z.iso.datetime(),
  })
  .openapi('LabelConfiguration');

export const LABEL_CONFIGURATION_EXAMPLE: z.input<typeof LabelConfiguration> = {
  label: 'office',
  desired: { MeterValueSampleInterval: '60' },
  updatedAt: '2025-01-15T10:30:00.000Z',
};

export function labelConfigurationBody({
  label,
  desired,
  updatedAt,
}: LabelConfigurationRow): z.infer<typeof LabelConfiguration> {
  return { label, desired: desiredBody(desired), updatedAt: toIsoTime(updatedAt) };
}

export function noSuchLabelConfiguration(label: string): ApiError {
  return new ApiError(
    'NOT_FOUND',
    `Nothing is wanted of chargers with the label "${label}". PUT /api/v1/label-configurations/${encodeURIComponent(label)} says what.`,
  );
}
