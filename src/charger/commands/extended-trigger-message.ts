import { ExtendedTriggerMessage } from '../../ocpp/v16/messages/security/extended-trigger-message.ts';
import { defineCommand } from './command-rule.ts';
import { checkTrigger, forbidTrigger } from './trigger-check.ts';

/** Asks for a message that the charger could have sent by itself, those of the security white paper too (A02, N01). */
export const extendedTriggerMessage = defineCommand(ExtendedTriggerMessage, {
  forbid: forbidTrigger,
  check: checkTrigger,
});
