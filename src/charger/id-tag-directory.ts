import {
  authorizeRemoteStart,
  type AuthorizationDecision,
  decideAuthorization,
  foldIdTag,
  type IdTagRecord,
} from '../domain/authorization.ts';
import { findRemoteStart } from '../domain/command.ts';
import { within } from '../lib/within.ts';
import { readOpenCommands } from './store/commands.ts';
import { readRememberedIdTag, rememberIdTag } from './store/remembered-id-tags.ts';
import { readOpenTransactions } from './store/transactions.ts';

/** How long a charger waits for the directory before its own memory of the tag decides. */
const DIRECTORY_MS = 2000;

/** What was found of the tags of one call. */
export interface LookedUpTags {
  records: Map<string, IdTagRecord | null>;
  /** The directory did not answer for at least one. */
  isFromMemory: boolean;
}

/** Asks the directory for tags, all at once; what it does not say in time is remembered. */
export async function lookUpIdTags(
  sql: SqlStorage,
  idTags: readonly string[],
  find: (idTag: string) => Promise<IdTagRecord | null>,
): Promise<LookedUpTags> {
  const records = new Map<string, IdTagRecord | null>();
  let isFromMemory = false;
  await Promise.all(
    idTags.map(async (idTag) => {
      const found = await within(DIRECTORY_MS, find(idTag), 'unavailable' as const);
      if (found === 'unavailable') {
        isFromMemory = true;
        records.set(foldIdTag(idTag), readRememberedIdTag(sql, idTag));
        return;
      }
      rememberIdTag(sql, idTag, found);
      records.set(foldIdTag(idTag), found);
    }),
  );
  return { records, isFromMemory };
}

/**
 * The decision on a tag that was looked up. One that an operator's remote start on this charger waits for, or that runs
 * a transaction here which was accepted, is good for it though nobody registered it.
 */
export function decideIdTag(
  sql: SqlStorage,
  { records }: LookedUpTags,
  idTag: string,
  now: number,
): AuthorizationDecision {
  const decision = decideAuthorization(records.get(foldIdTag(idTag)) ?? null, now);
  const isWaitedFor = findRemoteStart(readOpenCommands(sql), idTag, null) !== null;
  const isCharging = readOpenTransactions(sql).some(
    (transaction) =>
      transaction.startCommandId !== null &&
      transaction.authorization.status === 'Accepted' &&
      foldIdTag(transaction.idTag ?? '') === foldIdTag(idTag),
  );
  return isWaitedFor || isCharging ? authorizeRemoteStart(decision) : decision;
}
