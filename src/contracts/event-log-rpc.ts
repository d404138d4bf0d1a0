import type { Keeping } from '../domain/retention.ts';
import type { ChargerEventBody, EventBatch } from './charger-event.ts';
import type { LogRecoveryRpc } from './recovery-rpc.ts';

/** A change of a connector's status, as its event told it. */
export type StatusChange = Extract<ChargerEventBody, { event: 'connector.status_changed' }>['data'];

/** Events of a charger that never reached its log: those between two numbers, neither included. */
export interface SequenceGap {
  chargerId: string;
  after: number;
  before: number;
  /** ms since the epoch */
  noticedAt: number;
}

/** How an account's log stands. */
export interface LogState {
  /** The number of its newest event; 0 before the first. */
  last: number;
  /** The number of the newest event that D1 shows. */
  projected: number;
  /** At most a hundred of them; none as long as nothing was lost. */
  gaps: SequenceGap[];
}

/** What an account's log offers to the objects of its chargers. Named `account:shard`; shard 0 until one needs more. */
export interface EventLogRpc extends Rpc.DurableObjectBranded, LogRecoveryRpc {
  /**
   * Appends events in order. Idempotent by (chargerId, sequence): what is here already is skipped. Where numbers are
   * missing, what did come is taken, and the gap is noted: nobody has the events that could fill it.
   *
   * @returns the last sequence of that charger which the log now holds
   */
  append(batch: EventBatch): Promise<{ through: number }>;
  /**
   * The latest changes of a connector's status, newest first, as far back as the log is looked through.
   *
   * @param limit at most this many
   */
  connectorHistory(chargerId: string, connectorId: number, limit: number): Promise<StatusChange[]>;
  state(): Promise<LogState>;
  /** How long the account keeps what; null where D1 has not said it yet and does not say it now. */
  keeping(): Promise<Keeping | null>;
  /**
   * Erases a tag from the events behind a number, a few thousand at a time.
   *
   * @returns how many named it, and the number to go on behind; null when there are no more
   */
  eraseIdTag(idTag: string, after: number): Promise<{ events: number; next: number | null }>;
  /** The account's owner has changed how long it keeps what; what is too old goes now. */
  keep(keeping: Keeping): Promise<void>;
}

/** The name of the log that takes this account's events. */
export function eventLogName(accountId: string): string {
  return `${accountId}:0`;
}

/** The account whose log has this name. */
export function accountOfLog(name: string | undefined): string {
  return (name ?? '').split(':')[0] ?? '';
}
