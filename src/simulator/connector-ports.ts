import type { ChargingProfile } from '../ocpp/v16/types/charging-profile.ts';
import type { IdTagInfo } from '../ocpp/v16/types/id-tag-info.ts';
import type { Clock } from './clock.ts';
import type { Configuration } from './configuration.ts';
import type { ChargerEvent } from './events.ts';
import type { Reading, Wiring } from './meter-values.ts';
import type { Claimant } from './reservation.ts';
import type { TransactionMessages } from './transaction-messages.ts';

/** Who may charge at the connector once its cable is in. */
export interface Grant extends Claimant {
  isRemote: boolean;
  /** What a remote start brought for its transaction. */
  chargingProfile: ChargingProfile | null;
}

/** A transaction that runs at a connector. */
export interface RunningTransaction extends Grant {
  transactionId: number | null;
  begin: Reading;
  /** What the meter said at the round times since (ClockAlignedDataInterval). */
  aligned: Reading[];
}

/** What a connector needs from its charger. */
export interface ConnectorPorts {
  clock: Clock;
  configuration(): Configuration;
  messages: Pick<TransactionMessages, 'start' | 'meterValues' | 'stop'>;
  statusChanged(connectorId: number): void;
  tagJudged(idTag: string, info: IdTagInfo): void;
  /** Uses up a reservation, if there is one for this: its id. */
  useReservation(claimant: Claimant, connectorId: number): number | null;
  /** A transaction is there, and no energy has flowed yet. */
  transactionBegins(connectorId: number, profile: ChargingProfile | null): void;
  transactionEnded(connectorId: number): void;
  emit(event: ChargerEvent): void;
}

export interface ConnectorOptions {
  id: number;
  meterStartWh: number;
  /** What the connector can give, in W over all phases. */
  powerW: number;
  wiring: Wiring;
}
