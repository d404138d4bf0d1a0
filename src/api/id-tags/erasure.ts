import { z } from '@hono/zod-openapi';
import { ErasePosition } from '../../contracts/erasure-rpc.ts';
import { eventLogName } from '../../contracts/event-log-rpc.ts';
import { pageChargers } from '../../d1/charger-pages.ts';
import {
  eraseFromNamedTransactions,
  eraseFromTransactions,
  eraseUnknownIdTag,
} from '../../d1/erased-id-tags.ts';
import type { Env } from '../../env.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { asking, chargerObject } from '../charger-object.ts';

/** Where an erasure goes on: first D1, then the log, then one charger after the other, newest first. */
export const ErasurePlace = z.discriminatedUnion('at', [
  z.object({ at: z.literal('transactions') }),
  z.object({ at: z.literal('log'), after: z.int() }),
  z.object({
    at: z.literal('chargers'),
    /** The charger that was done last. */
    after: z.string().nullable(),
    /** How far the next one has come. */
    position: ErasePosition.nullable(),
  }),
]);
export type ErasurePlace = z.infer<typeof ErasurePlace>;

/** What was erased. */
export interface Erased {
  /** Rewritten in the lists. */
  transactions: number;
  /** Rewritten in the log. */
  events: number;
  /** Rewritten in the objects of chargers. */
  records: number;
  unknownIdTags: number;
  /** Chargers that are done. */
  chargers: number;
}

export function addErased(sum: Erased, more: Partial<Erased>): Erased {
  return {
    transactions: sum.transactions + (more.transactions ?? 0),
    events: sum.events + (more.events ?? 0),
    records: sum.records + (more.records ?? 0),
    unknownIdTags: sum.unknownIdTags + (more.unknownIdTags ?? 0),
    chargers: sum.chargers + (more.chargers ?? 0),
  };
}

export const NOTHING_ERASED: Erased = {
  transactions: 0,
  events: 0,
  records: 0,
  unknownIdTags: 0,
  chargers: 0,
};

interface Tag {
  accountId: string;
  idTag: string;
}

/** One bounded step from a place; null where it was the last. */
export async function eraseFrom(
  env: Env,
  tag: Tag,
  place: ErasurePlace,
): Promise<{ erased: Partial<Erased>; next: ErasurePlace | null }> {
  switch (place.at) {
    case 'transactions':
      return eraseInLists(env.DB, tag);
    case 'log': {
      const log = env.EVENT_LOG.getByName(eventLogName(tag.accountId));
      const { events, next } = await asking(() => log.eraseIdTag(tag.idTag, place.after));
      return {
        erased: { events },
        next: next === null ? { at: 'chargers', after: null, position: null } : { at: 'log', after: next },
      };
    }
    case 'chargers':
      return eraseInCharger(env, tag, place);
    default:
      return assertNever(place);
  }
}

async function eraseInLists(db: D1Database, { accountId, idTag }: Tag) {
  const unknownIdTags = (await eraseUnknownIdTag(db, accountId, idTag)) ? 1 : 0;
  const { transactions, isComplete } = await eraseFromTransactions(db, accountId, idTag);
  const next: ErasurePlace = isComplete ? { at: 'log', after: 0 } : { at: 'transactions' };
  return { erased: { transactions, unknownIdTags }, next };
}

async function eraseInCharger(
  env: Env,
  { accountId, idTag }: Tag,
  { after, position: from }: Extract<ErasurePlace, { at: 'chargers' }>,
): Promise<{ erased: Partial<Erased>; next: ErasurePlace | null }> {
  const [charger] = await pageChargers(env.DB, accountId, {}, { limit: 1, offset: 0, after });
  if (charger === undefined) return { erased: {}, next: null };
  const object = chargerObject(env.CHARGER, charger.chargeBoxId);
  const step = await asking(() => object.eraseIdTag(accountId, idTag, from));
  const transactions = await eraseFromNamedTransactions(env.DB, accountId, idTag, step?.transactionIds ?? []);
  const erased = { transactions, records: step?.rows ?? 0 };
  const position = step?.next ?? null;
  return position === null
    ? {
        erased: { ...erased, chargers: 1 },
        next: { at: 'chargers', after: charger.chargerId, position: null },
      }
    : { erased, next: { at: 'chargers', after, position } };
}
