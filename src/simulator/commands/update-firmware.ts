import { parseTimestamp } from '../../ocpp/timestamp.ts';
import { messages } from '../../ocpp/v16/messages/index.ts';
import { attemptRule } from '../transfer/attempts.ts';
import { defineCommand } from './command.ts';

/** Fetches firmware at its time and installs it (OCPP 1.6 5.19). The answer has no words: while one installs, nothing follows. */
export const updateFirmware = defineCommand(messages.UpdateFirmware, (charger, request) => {
  const { start } = charger.maintenance.firmware.agree({
    location: request.location,
    retrieveAtMs: parseTimestamp(request.retrieveDate)?.ms ?? 0,
    rule: attemptRule(request),
    signed: null,
  });
  return { confirmation: {}, afterwards: start };
});
