import { ClearCache } from '../../ocpp/v16/messages/core/clear-cache.ts';
import { defineCommand } from './command-rule.ts';

/** Empties the authorization cache of the charger (OCPP 1.6 5.4). */
export const clearCache = defineCommand(ClearCache);
