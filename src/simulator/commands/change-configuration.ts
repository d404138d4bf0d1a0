import { messages } from '../../ocpp/v16/messages/index.ts';
import { changeConfiguration as change } from '../configuration.ts';
import { defineCommand } from './command.ts';

/**
 * Sets a key (OCPP 1.6 5.3). A new AuthorizationKey is used at once, on a new connection; a new SecurityProfile from
 * the next connection on, whatever brings that about (security white paper A01, A05).
 */
export const changeConfiguration = defineCommand(messages.ChangeConfiguration, (charger, request) => {
  const outcome = change(charger.configuration, request.key, request.value);
  if (!('configuration' in outcome)) return { confirmation: { status: outcome.status } };
  const { status, key, configuration } = outcome;
  const { maintenance } = charger;
  if (key === 'SecurityProfile' && !maintenance.maySetSecurityProfile(Number(request.value))) {
    return { confirmation: { status: 'Rejected' } };
  }
  charger.configure(configuration, key);
  if (key === 'SecurityProfile' || key === 'AuthorizationKey') {
    maintenance.security.record('ReconfigurationOfSecurityParameters', key);
  }
  if (key !== 'AuthorizationKey') return { confirmation: { status } };
  return { confirmation: { status }, afterwards: () => charger.reconnect() };
});
