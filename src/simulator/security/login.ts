import { type Configuration, numberOf, valueOf } from '../configuration.ts';
import { usesPassword } from './security-profile.ts';

/** The password that holds: what the server set as AuthorizationKey, else the one from the start; null for none. */
export function passwordInForce(
  initial: string | Uint8Array | null,
  configuration: Configuration,
): Uint8Array | null {
  const key = valueOf(configuration, 'AuthorizationKey');
  if (key !== '') return Buffer.from(key, 'hex');
  return typeof initial === 'string' ? Buffer.from(initial, 'utf8') : initial;
}

/**
 * The Authorization header of the next dial: identity, colon, password bytes, whatever they hold (OCPP-J 6.2). Null
 * without a password, and where the security profile has no use for one.
 */
export function authorizationHeader(
  identity: string,
  initial: string | Uint8Array | null,
  configuration: Configuration,
): string | null {
  const password = passwordInForce(initial, configuration);
  if (password === null || !usesPassword(numberOf(configuration, 'SecurityProfile'))) return null;
  return `Basic ${Buffer.concat([Buffer.from(`${identity}:`, 'utf8'), password]).toString('base64')}`;
}
