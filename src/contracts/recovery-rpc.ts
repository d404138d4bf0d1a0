import type { Registration } from '../domain/registration.ts';
import type { TransactionBody } from './transaction-body.ts';

/** Whose charger lives in an object, for the operator of the instance alone: every other call names its account. */
export interface ChargerOwner {
  accountId: string;
  chargerId: string;
  chargeBoxId: string;
  /** The digest keys under which its passwords lie; none for a charger without a password. */
  digestKeyIds: string[];
  /** The last message of any kind, ms since the epoch. */
  lastSeenAt: number | null;
}

/** What D1 shows of a charger, as its object has it now. Times in ms since the epoch. */
export interface ChargerSnapshot {
  registration: Registration;
  /** Of its newest event: the state below is that behind it. */
  sequence: number;
  isOnline: boolean;
  lastSeenAt: number | null;
  boot: { vendor: string; model: string; firmwareVersion: string | null } | null;
  connectors: { connectorId: number; status: string }[];
}

/** A place in what an object keeps: behind this transaction and this command. */
export interface HistoryPosition {
  ocppTransactionId: number;
  commandId: string;
}

export interface HistoryPage {
  transactions: TransactionBody[];
  commandIds: string[];
  /** Null at the end. */
  next: HistoryPosition | null;
}

/** What a charger's object answers when D1 is made whole again. */
export interface ChargerRecoveryRpc {
  /** Null where no charger lives. */
  owner(): Promise<ChargerOwner | null>;
  snapshot(accountId: string): Promise<ChargerSnapshot | null>;
  /** Its transactions and the ids of its commands, at most so many of each, from the beginning where `after` is null. */
  history(accountId: string, after: HistoryPosition | null, limit: number): Promise<HistoryPage | null>;
}

/** A charger that a log knows. */
export interface KnownCharger {
  chargerId: string;
  chargeBoxId: string;
}

export type Replay =
  /** `through`: the number of the last event that D1 has been shown again; `last`: of the newest there is. */
  { kind: 'replayed'; events: number; through: number; last: number } | { kind: 'databaseUnavailable' };

/** What an account's log answers when D1 is made whole again. */
export interface LogRecoveryRpc {
  /** Makes a charger known before it has anything to tell. */
  introduce(charger: KnownCharger): Promise<void>;
  /** The chargers that it has ever known, deleted ones too, in the order of their ids. */
  knownChargers(after: string, limit: number): Promise<KnownCharger[]>;
  /**
   * Shows events in D1 again, in order: those behind a number, at most so many.
   *
   * @param since ms since the epoch; counts where `after` is 0: events are left out up to the first that is not older
   */
  replay(query: { after: number; since: number | null; limit: number }): Promise<Replay>;
}
