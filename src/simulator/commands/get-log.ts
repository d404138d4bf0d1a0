import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Hands in one of its logs (security white paper N01); Rejected where nothing was logged in the time asked for. */
export const getLog = defineCommand(messages.GetLog, (charger, request) => {
  const upload = charger.maintenance.logs.agreeToLog(request);
  if (upload === null) return { confirmation: { status: 'Rejected' } };
  return { confirmation: upload.confirmation, afterwards: upload.start };
});
