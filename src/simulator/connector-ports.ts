import type { Clock } from './clock.ts';
import type { Configuration } from './configuration.ts';
import type { ChargerEvent } from './events.ts';
import type { Reading, Wiring } from './meter-values.ts';
import type { StartConfirmation, TransactionMessages } from './transaction-messages.ts';

/** Who may charge at the connector once its cable is in. */
export interface Grant {
  idTag: string;
  parentIdTag: string | null;
  isRemote: boolean;
}

/** A transaction that runs at a connector. */
export interface RunningTransaction extends Grant {
  transactionId: number | null;
  begin: Reading;
}

/** What a connector needs from its charger. */
export interface ConnectorPorts {
  clock: Clock;
  configuration(): Configuration;
  messages: Pick<TransactionMessages, 'start' | 'meterValues' | 'stop'>;
  statusChanged(connectorId: number): void;
  tagJudged(idTag: string, info: StartConfirmation['idTagInfo']): void;
  emit(event: ChargerEvent): void;
}

export interface ConnectorOptions {
  id: number;
  meterStartWh: number;
  /** What the connector can give, in W over all phases. */
  powerW: number;
  wiring: Wiring;
}
