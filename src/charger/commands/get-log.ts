import { GetLog } from '../../ocpp/v16/messages/security/get-log.ts';
import { defineCommand } from './command-rule.ts';

/** Asks the charger to upload a log (security white paper N01). */
export const getLog = defineCommand(GetLog);
