import { isConfigurationKey } from '../../domain/configuration-keys.ts';
import { checkConfigurationChange } from '../../domain/configuration-value.ts';
import { forbidProfile, readSecurityProfile } from '../../domain/security-profile.ts';
import { ChangeConfiguration } from '../../ocpp/v16/messages/core/change-configuration.ts';
import { noteChange } from '../configuration.ts';
import { checkProfilePrerequisites, settleProfile } from '../profile-upgrade.ts';
import { preparePassword, settlePasswordChange } from '../password-change.ts';
import { defineCommand } from './command-rule.ts';
import { stepHeartbeat } from './heartbeat-interval.ts';

/**
 * Sets one configuration key (OCPP 1.6 5.3). A change of the password and one of the security profile also change who is
 * let in; the raw route has the same effects.
 */
export const changeConfiguration = defineCommand(ChangeConfiguration, {
  forbid: ({ key, value }, { registration }) => {
    const profile = isConfigurationKey(key, 'SecurityProfile') ? readSecurityProfile(value) : null;
    return profile === null ? null : forbidProfile(registration.securityProfile, profile);
  },
  fault: ({ key, value }) => checkConfigurationChange(key, value),
  check: ({ key, value }, ports) =>
    isConfigurationKey(key, 'SecurityProfile') ? checkProfilePrerequisites(value, ports) : null,
  prepare: async ({ key, value }, { commandId }, ports) => {
    if (isConfigurationKey(key, 'AuthorizationKey')) await preparePassword(value, commandId, ports);
  },
  settled: ({ key, value }, end, command, ports) => {
    const { sql, now } = ports;
    if (isConfigurationKey(key, 'AuthorizationKey')) {
      settlePasswordChange(end, command, ports);
      return {};
    }
    if (isConfigurationKey(key, 'SecurityProfile')) settleProfile(value, end, command, ports);
    if (end.state !== 'answered') return {};
    const { status } = end.confirmation;
    if (status !== 'Accepted' && status !== 'RebootRequired') return {};
    noteChange(sql, { key, value }, { pendingReboot: status === 'RebootRequired', command, now });
    if (isConfigurationKey(key, 'HeartbeatInterval')) stepHeartbeat(value, ports);
    return {};
  },
});
