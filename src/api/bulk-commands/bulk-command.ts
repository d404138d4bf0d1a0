import { z } from '@hono/zod-openapi';
import type { BulkCommandBody } from '../../contracts/bulk-command-rpc.ts';
import { BulkCommandState, BulkOutcome, MOST_CHARGERS } from '../../domain/bulk-command.ts';

/** Which chargers are meant. */
export const BulkFilter = z
  .strictObject({
    chargeBoxIds: z
      .array(z.string().min(1).max(255))
      .min(1)
      .max(MOST_CHARGERS)
      .optional()
      .describe('These, in any spelling of their case.'),
    label: z.string().min(1).max(64).optional().describe('Those with this label.'),
    model: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .describe('Those of this model, as they said when they booted.'),
    firmwareVersion: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .describe('Those with this firmware, as they said when they booted.'),
  })
  .openapi('BulkFilter');

const COUNTS = Object.fromEntries(BulkOutcome.options.map((outcome) => [outcome, z.int()] as const));

/** What every answer about a bulk command holds. */
export const BULK_COMMAND_FIELDS = {
  id: z.string(),
  state: BulkCommandState.describe(
    '`queued`: nothing has been sent. `completed`: every charger has had its turn. What waits for a charger to come back (`queued` in counts) may still change.',
  ),
  action: z.string(),
  payload: z.unknown().describe('What is sent to each.'),
  filter: BulkFilter.describe('Of chargeBoxIds the first 20.'),
  total: z.int().describe('How many chargers the filter selected.'),
  counts: z.strictObject(COUNTS).describe('Chargers by outcome.'),
  statuses: z.record(z.string(), z.int()).describe('Chargers by status: their own words, and ours.'),
  perSecond: z.int(),
  timeoutSeconds: z.int().nullable(),
  deliverWithinSeconds: z.int().nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().describe('When it can be read no more.'),
};

export const BulkCommand = z.strictObject(BULK_COMMAND_FIELDS).openapi('BulkCommand');

const ID_EXAMPLE = 'blk_01946791c2d87f0e9a1b3c5d7e9f1a2b';

const NONE = Object.fromEntries(BulkOutcome.options.map((outcome) => [outcome, 0]));

export const BULK_COMMAND_EXAMPLE = {
  id: ID_EXAMPLE,
  state: 'running' as const,
  action: 'ChangeConfiguration',
  payload: { key: 'MeterValueSampleInterval', value: '60' },
  filter: { label: 'office' },
  total: 120,
  counts: { ...NONE, pending: 111, sending: 1, answered: 7, offline: 1 },
  statuses: { Pending: 111, Sending: 1, Accepted: 6, Rejected: 1, Offline: 1 },
  perSecond: 5,
  timeoutSeconds: null,
  deliverWithinSeconds: null,
  createdAt: '2025-01-15T10:34:58.220Z',
  startedAt: '2025-01-15T10:34:58.260Z',
  endedAt: null,
  expiresAt: '2025-02-14T10:34:58.220Z',
};

export const BulkCommandPath = z.object({
  bulkCommandId: z
    .string()
    .min(1)
    .max(100)
    .openapi({ param: { name: 'bulkCommandId', in: 'path' }, example: ID_EXAMPLE }),
});

/** The bulk command as REST shows it. */
export function toBulkCommand({
  bulkCommandId,
  payload,
  ...body
}: BulkCommandBody): z.infer<typeof BulkCommand> {
  const sent: unknown = JSON.parse(payload);
  return { id: bulkCommandId, ...body, payload: sent };
}
