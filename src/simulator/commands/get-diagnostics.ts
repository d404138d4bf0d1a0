import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Hands in what it noted in the time asked for (OCPP 1.6 5.9); no fileName where that is nothing. */
export const getDiagnostics = defineCommand(messages.GetDiagnostics, (charger, request) => {
  const upload = charger.maintenance.logs.agreeToDiagnostics(request);
  if (upload === null) return { confirmation: {} };
  return { confirmation: upload.confirmation, afterwards: upload.start };
});
