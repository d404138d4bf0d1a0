import { messages } from '../../ocpp/v16/messages/index.ts';
import { defineCommand } from './command.ts';

/** Forgets every tag it remembers (OCPP 1.6 5.4); Rejected where the cache is switched off (errata 3.23). */
export const clearCache = defineCommand(messages.ClearCache, (charger) => {
  const hasCleared = charger.site.tags.clearCache();
  return { confirmation: { status: hasCleared ? 'Accepted' : 'Rejected' } };
});
