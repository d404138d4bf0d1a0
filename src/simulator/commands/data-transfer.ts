import type { ConfirmationOf } from '../../ocpp/message.ts';
import { messages } from '../../ocpp/v16/messages/index.ts';
import { type Answer, defineCommand } from './command.ts';

type DataAnswer = Answer<ConfirmationOf<typeof messages.DataTransfer>>;

/**
 * This charger has an agreement with its own vendor only, and one message in it: `Echo` gives the data back
 * (OCPP 1.6 5.6).
 */
export const dataTransfer = defineCommand(messages.DataTransfer, (charger, request): DataAnswer => {
  if (request.vendorId.toLowerCase() !== charger.vendor.toLowerCase()) {
    return { confirmation: { status: 'UnknownVendorId' } };
  }
  if (request.messageId !== 'Echo') return { confirmation: { status: 'UnknownMessageId' } };
  return {
    confirmation: { status: 'Accepted', ...(request.data === undefined ? {} : { data: request.data }) },
  };
});
