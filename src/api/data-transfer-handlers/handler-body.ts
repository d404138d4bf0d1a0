import { z } from '@hono/zod-openapi';
import type { DataTransferHandler as Handler } from '../../domain/data-transfer.ts';
import { toIsoTime } from '../../lib/time.ts';

const REPLY = z.strictObject({
  status: z.enum(['Accepted', 'Rejected']),
  data: z.string().max(10_000).optional(),
});

/** What an owner says of a vendor's messages. */
export const HANDLER_FIELDS = {
  messageIds: z
    .array(z.string().min(1).max(50))
    .min(1)
    .max(100)
    .nullable()
    .describe('The messages that are known; others are told UnknownMessageId. Null: all are known.'),
  reply: REPLY.nullable().describe('The fixed answer. Give either this or url.'),
  url: z
    .url({ protocol: /^https?$/, error: 'Must be an http or https URL' })
    .max(2_000)
    .nullable()
    .describe(
      'Gets {chargeBoxId, vendorId, messageId, data} as JSON by POST and answers {status, data?} within 5 seconds; else the charger is told Rejected.',
    ),
};

export const VendorId = z
  .string()
  .min(1)
  .max(255)
  .describe('As the charger sends it; compared without case.');

/** Either a reply or a URL. */
export function hasOneAnswer({ reply, url }: { reply?: unknown; url?: unknown }): boolean {
  return (reply === null || reply === undefined) !== (url === null || url === undefined);
}

export const ONE_ANSWER = { error: 'Must be given, or else url: one of the two, not both', path: ['reply'] };

/** A handler as every answer shows it. */
export const HandlerBody = z
  .strictObject({ vendorId: VendorId, ...HANDLER_FIELDS, createdAt: z.iso.datetime() })
  .openapi('DataTransferHandler');

export function handlerBody(handler: Handler): z.infer<typeof HandlerBody> {
  return { ...handler, createdAt: toIsoTime(handler.createdAt) };
}

export const HANDLER_EXAMPLE = {
  vendorId: 'com.example',
  messageIds: ['getTariff'],
  reply: { status: 'Accepted' as const, data: '{"eurPerKwh":0.39}' },
  url: null,
  createdAt: '2025-01-15T10:00:00Z',
};
