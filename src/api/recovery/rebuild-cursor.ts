import { z } from '@hono/zod-openapi';

/** The steps of a rebuild, in their order, each with how far it has come. */
const Position = z.discriminatedUnion('phase', [
  /** The chargers that D1 still lists. `after`: a charger's id. */
  z.object({ phase: z.literal('listed'), after: z.string() }),
  /** Those that the log knows and D1 does not. */
  z.object({ phase: z.literal('known'), after: z.string() }),
  /** `after`: the number of an event. */
  z.object({ phase: z.literal('events'), after: z.int() }),
  z.object({ phase: z.literal('states'), after: z.string() }),
  /** `after`: the last charger that is done; `within`: how far the one behind it is. */
  z.object({
    phase: z.literal('history'),
    after: z.string(),
    within: z.object({ ocppTransactionId: z.int(), commandId: z.string() }).nullable(),
  }),
  z.object({ phase: z.literal('counts') }),
]);
export type Position = z.infer<typeof Position>;
type Phase = Position['phase'];

/** Where a rebuild goes on: what was asked for, which account, and how far that one is. */
export const RebuildCursor = z.object({
  accountId: z.string(),
  /** Whether the accounts behind this one follow. */
  isAll: z.boolean(),
  /** ms since the epoch */
  since: z.int().nullable(),
  removesStrays: z.boolean(),
  position: Position,
});
export type RebuildCursor = z.infer<typeof RebuildCursor>;

export const FIRST: Position = { phase: 'listed', after: '' };

/** The beginning of the phase that follows; null behind the last. */
export function nextPhase(phase: Phase): Position | null {
  switch (phase) {
    case 'listed':
      return { phase: 'known', after: '' };
    case 'known':
      return { phase: 'events', after: 0 };
    case 'events':
      return { phase: 'states', after: '' };
    case 'states':
      return { phase: 'history', after: '', within: null };
    case 'history':
      return { phase: 'counts' };
    case 'counts':
      return null;
  }
}
