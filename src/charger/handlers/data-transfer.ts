import { DataTransfer } from '../../ocpp/v16/messages/core/data-transfer.ts';
import { answerDataTransfer } from '../answer-data-transfer.ts';
import { defineHandler } from '../handler.ts';

/** Vendor data (OCPP 1.6 4.3): answered as the account's handler of that vendor says. */
export const dataTransfer = defineHandler(DataTransfer, {
  isReadOnly: true,
  ask: answerDataTransfer,
  handle: ({ asked }) => ({ confirmation: asked ?? { status: 'UnknownVendorId' as const } }),
});
