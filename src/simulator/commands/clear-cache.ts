import { messages } from '../../ocpp/v16/messages/index.ts';
import { flagOf } from '../configuration.ts';
import { defineCommand } from './command.ts';

/** Forgets every tag it remembers (OCPP 1.6 5.4); Rejected where the cache is switched off (errata 3.23). */
export const clearCache = defineCommand(messages.ClearCache, (charger) => {
  if (!flagOf(charger.configuration, 'AuthorizationCacheEnabled')) {
    return { confirmation: { status: 'Rejected' } };
  }
  charger.authorizationCache.clear();
  return { confirmation: { status: 'Accepted' } };
});
