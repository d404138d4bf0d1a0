import {
  type Credentials,
  logIn,
  offerCredential,
  type OfferEnd,
  setCredential,
  settleOffer,
  type Digest,
  type ValidCredential,
  validCredentials,
} from '../domain/credential.ts';
import { readCommand } from './store/commands.ts';
import { type FactRows, facts } from './store/facts.ts';

/** The passwords of the charger: the one that counts, and those that it was told and may have taken. */
function readCredentials(sql: SqlStorage): Credentials {
  return { current: facts.credential.read(sql), offered: facts.offeredCredentials.read(sql) ?? [] };
}

function writeCredentials(sql: SqlStorage, { current, offered }: Credentials): void {
  if (current === null) facts.credential.delete(sql);
  else facts.credential.write(sql, current);
  if (offered.length === 0) facts.offeredCredentials.delete(sql);
  else facts.offeredCredentials.write(sql, [...offered]);
}

/** Those that let the charger in now. */
export function readValidCredentials(sql: SqlStorage): ValidCredential[] {
  return validCredentials(
    readCredentials(sql),
    (commandId) => (readCommand(sql, commandId)?.sentAt ?? null) !== null,
  );
}

/** The keys of the instance under which its passwords lie. */
export function digestKeyIds(sql: SqlStorage): string[] {
  const { current, offered } = readCredentials(sql);
  return [...new Set([...(current === null ? [] : [current]), ...offered].map(({ keyId }) => keyId))];
}

/**
 * What an owner may see of the passwords. Times in ms since the epoch.
 *
 * @param rows with `credential` and `offeredCredentials`
 */
export function describePassword(rows: FactRows): {
  hasPassword: boolean;
  changedAt: number | null;
  /** A new one was told over OCPP and may count beside the old one. */
  isChanging: boolean;
} {
  const current = facts.credential.from(rows);
  const offered = facts.offeredCredentials.from(rows) ?? [];
  return {
    hasPassword: current !== null,
    changedAt: current?.changedAt ?? null,
    isChanging: offered.some(({ state }) => state !== 'passed'),
  };
}

/** The owner's own word: the charger is not told. Null takes the password away. */
export function setPassword(sql: SqlStorage, digest: Digest | null, now: number): void {
  writeCredentials(sql, setCredential(readCredentials(sql), digest, now));
}

/** Keeps the digest of a password before the charger is told. */
export function offerPassword(sql: SqlStorage, digest: Digest, commandId: string, now: number): void {
  const hasRow = (id: string) => readCommand(sql, id) !== null;
  writeCredentials(sql, offerCredential(readCredentials(sql), digest, { commandId, now }, hasRow));
}

/** What the end of the command means for the password that it told. */
export function settlePassword(sql: SqlStorage, commandId: string, end: OfferEnd, now: number): void {
  writeCredentials(sql, settleOffer(readCredentials(sql), commandId, end, now));
}

/** A charger has logged in: of several passwords that counted only this one does from now on. Writes nothing where nothing changes. */
export function noteLogin(sql: SqlStorage, used: ValidCredential, renewed: Digest | null, now: number): void {
  writeCredentials(sql, logIn(readCredentials(sql), used, renewed, now));
}
