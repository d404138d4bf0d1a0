import type { CommandRefusal } from '../contracts/command-rpc.ts';
import type { Command } from '../domain/command.ts';
import { missingForProfile, readSecurityProfile } from '../domain/security-profile.ts';
import type { ConfirmationOf } from '../ocpp/message.ts';
import type { ChangeConfiguration } from '../ocpp/v16/messages/core/change-configuration.ts';
import type { CheckPorts, EffectPorts, Settlement } from './commands/command-rule.ts';
import { readValidCredentials } from './credentials.ts';
import { facts } from './store/facts.ts';

/** What has to be in place before a charger is told a higher profile (security white paper A05.FR.02). */
export function checkProfilePrerequisites(value: string, { sql }: CheckPorts): CommandRefusal | null {
  const wanted = readSecurityProfile(value);
  const hasPassword = readValidCredentials(sql).length > 0;
  const reason = wanted === null ? null : missingForProfile(wanted, { hasPassword });
  return reason === null ? null : { kind: 'refused', reason };
}

/**
 * What the end of a ChangeConfiguration of SecurityProfile means for who is let in. Accepted, both profiles do until the
 * charger has logged in with the higher one (security white paper A05.FR.08, 09); without an answer too, for it may have
 * been taken. An error of the charger says that it was not.
 */
export function settleProfile(
  value: string,
  end: Settlement<ConfirmationOf<typeof ChangeConfiguration>>,
  { commandId, sentAt }: Command,
  { sql, registration, now }: EffectPorts,
): void {
  const securityProfile = readSecurityProfile(value);
  const before = facts.profileUpgrade.read(sql);
  if (securityProfile === null || securityProfile <= registration.securityProfile) return;
  if (sentAt !== null && mayHaveTaken(end)) {
    // A late answer to an older command does not undo a newer one.
    if (before !== null && before.commandId > commandId) return;
    facts.profileUpgrade.write(sql, { commandId, securityProfile, since: now });
  } else if (before?.commandId === commandId) {
    facts.profileUpgrade.delete(sql);
  }
}

function mayHaveTaken(end: Settlement<ConfirmationOf<typeof ChangeConfiguration>>): boolean {
  switch (end.state) {
    case 'answered':
      return end.confirmation.status === 'Accepted' || end.confirmation.status === 'RebootRequired';
    case 'invalidAnswer':
    case 'timedOut':
    case 'connectionLost':
      return true;
    case 'callError':
    case 'expired':
      return false;
  }
}
