import * as z from 'zod';
import type { Flag } from './flag.ts';
import type { TagPolicy } from './registration.ts';
import { AuthorizationStatus } from './transaction.ts';

/** A registered id tag, as far as a decision needs it. Times in ms since the epoch. */
export const IdTagRecord = z.object({
  idTag: z.string(),
  status: z.enum(['active', 'blocked']),
  expiryDate: z.int().nullable(),
  parentIdTag: z.string().nullable(),
  /** Transactions that may run with it at once; null is no limit. */
  maxActiveTransactions: z.int().nullable(),
  /** The chargers on which it counts, folded; null is all. */
  chargeBoxIds: z.array(z.string()).nullable(),
});
export type IdTagRecord = z.infer<typeof IdTagRecord>;

/** What a charger is told of a tag (OCPP 1.6 7.28 IdTagInfo); kept with its transaction, so that a repeat gets the same. */
export const Authorization = z.object({
  status: AuthorizationStatus,
  expiryDate: z.int().nullable(),
  parentIdTag: z.string().nullable(),
});
export type Authorization = z.infer<typeof Authorization>;

/** The decision and, in plain words, why. */
export interface AuthorizationDecision extends Authorization {
  reason: string;
}

/** What firmware leaves around a tag: spaces, the NUL of a fixed buffer, and its text `;NULL`. */
const PADDING = /^[\s\0]+|(?:;null|[\s\0])+$/gi;

/** The spelling under which idTags are compared: they are case-insensitive (OCPP 1.6 CiString20Type). */
export function foldIdTag(idTag: string): string {
  return withoutPadding(idTag).toLowerCase();
}

/** What is odd about a tag as it was sent: there is more to it than the tag. */
export function paddingFlags(idTag: string): Flag[] {
  return withoutPadding(idTag) === idTag ? [] : [{ name: 'paddedIdTag', example: JSON.stringify(idTag) }];
}

function withoutPadding(idTag: string): string {
  return idTag.replaceAll(PADDING, '');
}

/** Where and under which rule a tag is presented. */
export interface Presentation {
  /** The folded chargeBoxId; null when it is not about one charger. */
  foldedId: string | null;
  tagPolicy: TagPolicy;
  /** ms since the epoch */
  now: number;
}

/**
 * Whether a tag may charge, by what is registered of it (OCPP 1.6 4.1). A tag is expired at its `expiryDate` itself.
 * Limits on running transactions count only when one starts (`limitActive`).
 *
 * @param tag null when no such tag is registered
 */
export function decideAuthorization(
  tag: IdTagRecord | null,
  { foldedId, tagPolicy, now }: Presentation,
): AuthorizationDecision {
  if (tag === null) {
    const nothing = { expiryDate: null, parentIdTag: null };
    return tagPolicy === 'open'
      ? { ...nothing, status: 'Accepted', reason: 'Every id tag may charge here (tag policy open).' }
      : { ...nothing, status: 'Invalid', reason: 'This id tag is not registered.' };
  }
  const { expiryDate, parentIdTag, chargeBoxIds } = tag;
  if (tag.status === 'blocked') {
    return { status: 'Blocked', expiryDate, parentIdTag, reason: 'This id tag is blocked.' };
  }
  if (expiryDate !== null && expiryDate <= now) {
    return { status: 'Expired', expiryDate, parentIdTag, reason: 'This id tag has expired.' };
  }
  if (chargeBoxIds !== null && foldedId !== null && !chargeBoxIds.includes(foldedId)) {
    return {
      status: 'Invalid',
      expiryDate,
      parentIdTag,
      reason: 'This id tag does not count on this charger.',
    };
  }
  return { status: 'Accepted', expiryDate, parentIdTag, reason: 'This id tag is registered and active.' };
}

/**
 * The decision for a start (OCPP 1.6 4.8): over its limit of transactions that run already, a good tag is ConcurrentTx.
 *
 * @param running those of this tag, without the one that starts and without what it supersedes
 */
export function limitActive(
  decision: AuthorizationDecision,
  tag: IdTagRecord | null,
  running: number,
): AuthorizationDecision {
  const limit = tag?.maxActiveTransactions ?? null;
  if (decision.status !== 'Accepted' || limit === null || running < limit) return decision;
  const reason = `This id tag already has ${running} running transactions; ${limit} are allowed.`;
  return { ...decision, status: 'ConcurrentTx', reason };
}

/**
 * The decision for a tag that an operator has just used in a remote start, or that runs a transaction begun that way:
 * it is good for that, registered or not. A blocked or expired tag stays what it is.
 */
export function authorizeRemoteStart(decision: AuthorizationDecision): AuthorizationDecision {
  return decision.status === 'Invalid'
    ? { ...decision, status: 'Accepted', reason: 'An operator started a transaction with this id tag.' }
    : decision;
}
