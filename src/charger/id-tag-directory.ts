import type { FoundIdTag } from '../d1/id-tag-lookup.ts';
import {
  type AuthorizationDecision,
  authorizeRemoteStart,
  decideAuthorization,
  foldIdTag,
} from '../domain/authorization.ts';
import { type Command, findRemoteStart } from '../domain/command.ts';
import type { Registration, TagPolicy } from '../domain/registration.ts';
import type { Transaction } from '../domain/transaction.ts';
import { within } from '../lib/within.ts';
import { foldIdentity } from '../ocpp/identity.ts';
import { facts } from './store/facts.ts';
import { readLinkableCommands } from './store/commands.ts';
import { readRememberedIdTag, rememberIdTag } from './store/remembered-id-tags.ts';
import { readOpenTransactions } from './store/transactions.ts';

/** How long a charger waits for the directory before its own memory of the tag decides. */
const DIRECTORY_MS = 2000;

/** What was found of the tags of one call. */
export interface LookedUpTags {
  found: Map<string, FoundIdTag>;
  /** The directory did not answer for at least one. */
  isFromMemory: boolean;
}

/** The decision on a presented tag, and what it rests on. */
export interface PresentedTag {
  decision: AuthorizationDecision;
  found: FoundIdTag;
  /** Good for a remote start or for what one began, whether or not it is registered. */
  isRemote: boolean;
}

/** What a decision on a tag rests on besides the directory, where the caller has read it already. */
export interface TagSurroundings {
  /** `readLinkableCommands` */
  commands: readonly Command[];
  /** `readOpenTransactions` */
  open: readonly Transaction[];
}

/** So many tags are known to stand in their rows as the directory says them. */
const MOST_WRITTEN = 100;

/** Keeps what the directory says for the moments when it does not answer; what its rows hold already is not written. */
export class TagMemory {
  private readonly sql: SqlStorage;
  private readonly written = new Map<string, string>();
  private tagPolicy: TagPolicy | null = null;

  constructor(sql: SqlStorage) {
    this.sql = sql;
  }

  keep(idTag: string, { record, tagPolicy }: FoundIdTag): void {
    const folded = foldIdTag(idTag);
    const text = JSON.stringify(record);
    if (this.written.get(folded) !== text) {
      rememberIdTag(this.sql, idTag, record);
      if (this.written.size >= MOST_WRITTEN) this.written.clear();
      this.written.set(folded, text);
    }
    if (this.tagPolicy !== tagPolicy) facts.tagPolicy.write(this.sql, tagPolicy);
    this.tagPolicy = tagPolicy;
  }

  /** The rows have been changed by others. */
  forget(): void {
    this.written.clear();
    this.tagPolicy = null;
  }
}

/** Asks the directory for tags, all at once; what it does not say in time is remembered. */
export async function lookUpIdTags(
  sql: SqlStorage,
  memory: TagMemory,
  idTags: readonly string[],
  find: (idTag: string) => Promise<FoundIdTag>,
): Promise<LookedUpTags> {
  const found = new Map<string, FoundIdTag>();
  let isFromMemory = false;
  await Promise.all(
    idTags.map(async (idTag) => {
      const answer = await within(DIRECTORY_MS, find(idTag), null);
      if (answer === null) {
        isFromMemory = true;
        found.set(foldIdTag(idTag), recall(sql, idTag));
        return;
      }
      memory.keep(idTag, answer);
      found.set(foldIdTag(idTag), answer);
    }),
  );
  return { found, isFromMemory };
}

/** What the charger's own object remembers of a tag and of its account's policy. */
function recall(sql: SqlStorage, idTag: string): FoundIdTag {
  const record = readRememberedIdTag(sql, idTag);
  return { record, tagPolicy: facts.tagPolicy.read(sql) ?? 'closed', runningTransactionIds: [] };
}

/**
 * The decision on a tag that was looked up. One that an operator's remote start on this charger waits for, or that runs
 * a transaction here which such a start began, is good for it though nobody registered it.
 */
export function decideIdTag(
  sql: SqlStorage,
  { chargeBoxId, settings }: Registration,
  tags: LookedUpTags,
  idTag: string,
  now: number,
  known?: TagSurroundings,
): PresentedTag {
  const found = tags.found.get(foldIdTag(idTag)) ?? recall(sql, idTag);
  // An empty tag names nobody, so no policy lets it in.
  const tagPolicy = foldIdTag(idTag) === '' ? 'closed' : (settings.tagPolicy ?? found.tagPolicy);
  const foldedId = foldIdentity(chargeBoxId);
  const decision = decideAuthorization(found.record, { foldedId, tagPolicy, now });
  const { commands, open } = known ?? {
    commands: readLinkableCommands(sql),
    open: readOpenTransactions(sql),
  };
  const isWaitedFor = findRemoteStart(commands, idTag, null, now) !== null;
  const isCharging = open.some(
    (transaction) =>
      transaction.startCommandId !== null &&
      transaction.authorization.status === 'Accepted' &&
      foldIdTag(transaction.idTag ?? '') === foldIdTag(idTag),
  );
  const isRemote = isWaitedFor || isCharging;
  return { decision: isRemote ? authorizeRemoteStart(decision) : decision, found, isRemote };
}
