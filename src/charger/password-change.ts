import type { Command } from '../domain/command.ts';
import type { OfferEnd } from '../domain/credential.ts';
import { hmacSha256 } from '../lib/digest.ts';
import { passwordBytes } from '../ocpp/basic-authorization.ts';
import type { ConfirmationOf } from '../ocpp/message.ts';
import type { ChangeConfiguration } from '../ocpp/v16/messages/core/change-configuration.ts';
import type { EffectPorts, PreparePorts, Settlement } from './commands/command-rule.ts';
import { offerPassword, settlePassword } from './credentials.ts';

/** Keeps the digest of a password that the charger is about to be told: the command's row has it masked. */
export async function preparePassword(
  value: string,
  commandId: string,
  { sql, now, digestKeys }: PreparePorts,
): Promise<void> {
  const [key] = digestKeys();
  if (key === undefined) throw new Error('DIGEST_KEYS holds no key to digest a password with.');
  const { keyId, secretHex } = key;
  const digest = await hmacSha256(secretHex, passwordBytes(value));
  offerPassword(sql, { keyId, digest }, commandId, now);
}

/** What the end of a ChangeConfiguration of AuthorizationKey means for who is let in (security white paper A01.FR.03, 04). */
export function settlePasswordChange(
  end: Settlement<ConfirmationOf<typeof ChangeConfiguration>>,
  { commandId, sentAt }: Command,
  { sql, now }: EffectPorts,
): void {
  settlePassword(sql, commandId, sentAt === null ? 'refused' : meaningOf(end), now);
}

function meaningOf(end: Settlement<ConfirmationOf<typeof ChangeConfiguration>>): OfferEnd {
  if (end.state !== 'answered') return 'unknown';
  switch (end.confirmation.status) {
    case 'Accepted':
      return 'accepted';
    case 'RebootRequired':
      return 'deferred';
    case 'Rejected':
    case 'NotSupported':
      return 'refused';
  }
}
