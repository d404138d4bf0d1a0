import * as z from 'zod';

/** What a vendor's message is answered with (OCPP 1.6 4.3). */
export const DataTransferReply = z.strictObject({
  status: z.enum(['Accepted', 'Rejected']),
  data: z.string().optional(),
});
export type DataTransferReply = z.infer<typeof DataTransferReply>;

/** How an account answers the data of one vendor: with a fixed reply, or with what a URL says. */
export const DataTransferHandler = z.object({
  vendorId: z.string(),
  /** The messages that it knows; null: all of them. */
  messageIds: z.array(z.string()).nullable(),
  reply: DataTransferReply.nullable(),
  url: z.string().nullable(),
  createdAt: z.int(),
});
export type DataTransferHandler = z.infer<typeof DataTransferHandler>;

/** The form by which vendors are compared: CiStrings, so without case. */
export function foldVendorId(vendorId: string): string {
  return vendorId.normalize('NFC').toLowerCase();
}

/** What follows from the handler of a vendor, if there is one: an answer, or a URL that has to be asked. */
export type DataTransferDecision =
  | { kind: 'answer'; status: 'UnknownVendorId' | 'UnknownMessageId' }
  | { kind: 'answer'; status: DataTransferReply['status']; data?: string | undefined }
  | { kind: 'ask'; url: string };

export function decideDataTransfer(
  handler: DataTransferHandler | null,
  messageId: string | undefined,
): DataTransferDecision {
  if (handler === null) return { kind: 'answer', status: 'UnknownVendorId' };
  const { messageIds, reply, url } = handler;
  if (messageIds !== null && (messageId === undefined || !messageIds.includes(messageId))) {
    return { kind: 'answer', status: 'UnknownMessageId' };
  }
  if (url !== null) return { kind: 'ask', url };
  return { kind: 'answer', ...(reply ?? { status: 'Rejected' }) };
}
