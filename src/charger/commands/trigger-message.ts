import { TriggerMessage } from '../../ocpp/v16/messages/remote-trigger/trigger-message.ts';
import { defineCommand } from './command-rule.ts';
import { checkTrigger, forbidTrigger } from './trigger-check.ts';

/** Asks for a message that the charger could have sent by itself (OCPP 1.6 5.17). */
export const triggerMessage = defineCommand(TriggerMessage, { forbid: forbidTrigger, check: checkTrigger });
