import * as z from 'zod';
import { AuthorizationStatus } from './transaction.ts';

/** A registered id tag, as far as a decision needs it. Times in ms since the epoch. */
export const IdTagRecord = z.object({
  idTag: z.string(),
  status: z.enum(['active', 'blocked']),
  expiryDate: z.int().nullable(),
  parentIdTag: z.string().nullable(),
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

/** The spelling under which idTags are compared: they are case-insensitive (OCPP 1.6 CiString20Type). */
export function foldIdTag(idTag: string): string {
  return idTag.trim().toLowerCase();
}

/**
 * Whether a tag may charge, by what is registered of it (OCPP 1.6 4.1).
 *
 * @param tag null when no such tag is registered
 * @param now ms since the epoch; a tag is expired at its `expiryDate` itself
 */
export function decideAuthorization(tag: IdTagRecord | null, now: number): AuthorizationDecision {
  if (tag === null) {
    return {
      status: 'Invalid',
      expiryDate: null,
      parentIdTag: null,
      reason: 'This id tag is not registered.',
    };
  }
  const { expiryDate, parentIdTag } = tag;
  if (tag.status === 'blocked') {
    return { status: 'Blocked', expiryDate, parentIdTag, reason: 'This id tag is blocked.' };
  }
  if (expiryDate !== null && expiryDate <= now) {
    return { status: 'Expired', expiryDate, parentIdTag, reason: 'This id tag has expired.' };
  }
  return { status: 'Accepted', expiryDate, parentIdTag, reason: 'This id tag is registered and active.' };
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
