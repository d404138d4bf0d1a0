import * as z from 'zod';
import { isOutgoingAction, type OutgoingAction } from '../ocpp/v16/messages/index.ts';
import { isRepeatable } from './repeatable-command.ts';

/** As many chargers as one bulk command reaches. */
export const MOST_CHARGERS = 10_000;

/** Which chargers are meant: all criteria that are given must hold. */
export const ChargerSelection = z.object({
  chargeBoxIds: z.array(z.string()).optional(),
  label: z.string().optional(),
  model: z.string().optional(),
  firmwareVersion: z.string().optional(),
});
export type ChargerSelection = z.infer<typeof ChargerSelection>;

/** `queued`: nothing has been sent yet. `completed`: every charger has had its turn. */
export const BulkCommandState = z.enum(['queued', 'running', 'completed', 'cancelled']);
export type BulkCommandState = z.infer<typeof BulkCommandState>;

/**
 * What became of the command at one charger. `pending`, `sending` and `queued` (kept for a charger that is offline) are
 * open; `interrupted`: this system was cut off while it sent, and the charger's object has no such command.
 */
export const BulkOutcome = z.enum([
  'pending',
  'sending',
  'queued',
  'answered',
  'callError',
  'invalidAnswer',
  'offline',
  'timedOut',
  'connectionLost',
  'expired',
  'refused',
  'interrupted',
]);
export type BulkOutcome = z.infer<typeof BulkOutcome>;

/** One command for many chargers. Times in ms since the epoch. */
export const BulkJob = z.object({
  bulkCommandId: z.string(),
  accountId: z.string(),
  action: z.custom<OutgoingAction>((action) => typeof action === 'string' && isOutgoingAction(action)),
  payload: z.record(z.string(), z.unknown()),
  filter: ChargerSelection,
  perSecond: z.int(),
  /** How long a charger has for its answer; null: as its own settings say. */
  timeoutSeconds: z.int().nullable(),
  /** How long the command waits for a charger that is offline; null: not at all. */
  deliverWithinSeconds: z.int().nullable(),
  state: BulkCommandState,
  total: z.int(),
  /** No charger before this position is pending. */
  nextPosition: z.int(),
  /** Nothing more is sent before. */
  nextSendAt: z.int(),
  createdAt: z.int(),
  startedAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  /** When the object empties itself. */
  removeAt: z.int(),
  /** The state that the account's list shows; null before it has been listed. */
  listedState: BulkCommandState.nullable(),
});
export type BulkJob = z.infer<typeof BulkJob>;

/** One of its chargers. */
export const BulkTarget = z.object({
  position: z.int(),
  chargeBoxId: z.string(),
  outcome: BulkOutcome,
  /** The charger's own word, or ours where it has said none. */
  status: z.string(),
  reason: z.string().nullable(),
  /** The id that the command has, or had, at the charger. */
  commandId: z.string().nullable(),
  /** Asked for once more; the answer to the first time may have come since. */
  isRetry: z.boolean().default(false),
  /** How often it was handed to the charger's object. */
  attempts: z.int(),
  sentAt: z.int().nullable(),
  /** When this was last known to be so. */
  at: z.int().nullable(),
  /** When to look what has become of it; null: it is not open. */
  lookAt: z.int().nullable(),
});
export type BulkTarget = z.infer<typeof BulkTarget>;

/** The chargers that surely have not had it. */
const NOT_REACHED: readonly BulkOutcome[] = ['offline', 'expired'];
/** The chargers that may have had it. */
const UNANSWERED: readonly BulkOutcome[] = ['timedOut', 'connectionLost', 'interrupted'];

/** What may be tried once more. */
export const RESUMABLE = [
  'offline',
  'expired',
  'timedOut',
  'connectionLost',
  'interrupted',
] as const satisfies readonly BulkOutcome[];

/** The chargers whose turn comes again unless their owner says which. */
export function resumedByDefault(action: OutgoingAction): readonly BulkOutcome[] {
  return isRepeatable(action) ? [...NOT_REACHED, ...UNANSWERED] : NOT_REACHED;
}

/**
 * The turn of a charger comes again. One that did not answer in time may have answered since: that is looked at first,
 * for then it has had its turn.
 */
export function retriedTarget(target: BulkTarget, now: number): BulkTarget {
  const again = pendingTarget(target.position, target.chargeBoxId);
  return target.outcome === 'timedOut' && target.commandId !== null
    ? {
        ...again,
        outcome: 'sending',
        status: wordOf('sending'),
        commandId: target.commandId,
        isRetry: true,
        sentAt: target.sentAt,
        at: now,
        lookAt: now,
      }
    : again;
}

/** Our word for an outcome where the charger has said none. */
export function wordOf(outcome: BulkOutcome): string {
  return outcome === 'timedOut' ? 'Timeout' : `${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}`;
}

/** A charger whose turn has not come. */
export function pendingTarget(position: number, chargeBoxId: string): BulkTarget {
  return {
    position,
    chargeBoxId,
    outcome: 'pending',
    status: wordOf('pending'),
    reason: null,
    commandId: null,
    isRetry: false,
    attempts: 0,
    sentAt: null,
    at: null,
    lookAt: null,
  };
}

/** A filter by ids is as long as its chargers are many, and those have rows of their own: so many of them are shown. */
const IDS_SHOWN = 20;

/** A bulk command before its first step. */
export function newBulkJob(
  order: Omit<
    BulkJob,
    'state' | 'nextPosition' | 'nextSendAt' | 'startedAt' | 'endedAt' | 'removeAt' | 'listedState'
  >,
): BulkJob {
  const { chargeBoxIds, ...criteria } = order.filter;
  return {
    ...order,
    filter:
      chargeBoxIds === undefined ? criteria : { chargeBoxIds: chargeBoxIds.slice(0, IDS_SHOWN), ...criteria },
    state: 'queued',
    nextPosition: 0,
    nextSendAt: order.createdAt,
    startedAt: null,
    endedAt: null,
    removeAt: order.createdAt + KEPT_MS,
    listedState: null,
  };
}

/** How long a bulk command and its results can be read. */
export const KEPT_MS = 30 * 86_400_000;
