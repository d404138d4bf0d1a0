import { messages } from '../../ocpp/v16/messages/index.ts';
import { changeConfiguration as change } from '../configuration.ts';
import { defineCommand } from './command.ts';

/** Sets a key, with effect at once (OCPP 1.6 5.3). */
export const changeConfiguration = defineCommand(messages.ChangeConfiguration, (charger, request) => {
  const outcome = change(charger.configuration, request.key, request.value);
  if (outcome.status === 'Accepted') charger.configure(outcome.configuration, outcome.key);
  return { confirmation: { status: outcome.status } };
});
