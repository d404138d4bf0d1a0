import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Replaces or changes the local list, whole or not at all (OCPP 1.6 5.15). */
export const sendLocalList = defineCommand(messages.SendLocalList, (charger, request) => ({
  confirmation: { status: charger.site.tags.update(request) },
}));
