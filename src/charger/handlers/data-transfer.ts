import { DataTransfer } from '../../ocpp/v16/messages/core/data-transfer.ts';
import { defineHandler } from '../handler.ts';

/** Vendor data (OCPP 1.6 4.3). No vendor is known here, so the answer is that, without data. */
export const dataTransfer = defineHandler(DataTransfer, {
  handle: () => ({ confirmation: { status: 'UnknownVendorId' as const } }),
});
