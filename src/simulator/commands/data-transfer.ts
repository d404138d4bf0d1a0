import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** This charger has no agreement with any vendor (OCPP 1.6 5.6). */
export const dataTransfer = defineCommand(messages.DataTransfer, () => ({
  confirmation: { status: 'UnknownVendorId' },
}));
