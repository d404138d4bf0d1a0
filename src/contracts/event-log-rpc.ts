import type { ChargerEventBody, EventBatch } from './charger-event.ts';

/** A change of a connector's status, as its event told it. */
export type StatusChange = Extract<ChargerEventBody, { event: 'connector.status_changed' }>['data'];

/** What an account's log offers to the objects of its chargers. Named `account:shard`; shard 0 until one needs more. */
export interface EventLogRpc extends Rpc.DurableObjectBranded {
  /**
   * Appends events in order. Idempotent by (chargerId, sequence): what is here already is skipped.
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
}

/** The name of the log that takes this account's events. */
export function eventLogName(accountId: string): string {
  return `${accountId}:0`;
}

/** The account whose log has this name. */
export function accountOfLog(name: string | undefined): string {
  return (name ?? '').split(':')[0] ?? '';
}
