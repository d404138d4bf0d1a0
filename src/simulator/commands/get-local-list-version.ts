import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** The version of the local list: 0 for an empty one, -1 where LocalAuthListEnabled is false (OCPP 1.6 5.10). */
export const getLocalListVersion = defineCommand(messages.GetLocalListVersion, (charger) => ({
  confirmation: { listVersion: charger.site.tags.listVersion },
}));
