import { Reset } from '../../ocpp/v16/messages/core/reset.ts';
import { defineCommand } from './command-rule.ts';

/** Restarts the charger (OCPP 1.6 5.14). */
export const reset = defineCommand(Reset);
