import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Starts anew: Soft ends its transactions first, Hard goes down at once and reports their ends later (OCPP 1.6 5.14). */
export const reset = defineCommand(messages.Reset, (charger, request) => ({
  confirmation: { status: 'Accepted' },
  afterwards: () => charger.reboot(request.type === 'Hard' ? 'HardReset' : 'SoftReset'),
}));
