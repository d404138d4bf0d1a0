/** What a simulated charger has told the server, and what of it was acknowledged: the measure of the audit. */
export interface Told {
  chargeBoxId: string;
  /** `chg_…` */
  chargerId: string;
  sessions: ToldSession[];
  /** In the order of their sending; each of them changes something. */
  statuses: ToldStatus[];
  boots: { sent: number; acknowledged: number };
  /** What no server may do: a CALLERROR, a refused handshake, an answer that contradicts another one. */
  complaints: string[];
}

export interface ToldSession {
  connectorId: number;
  idTag: string;
  meterStart: number;
  startedAt: string;
  /** The number that the start was acknowledged with; null while it is not. */
  ocppTransactionId: number | null;
  samples: { at: string; registerWh: number; isAcknowledged: boolean }[];
  /** Null as long as it was not sent. */
  stop: { at: string; meterStop: number; isAcknowledged: boolean } | null;
}

export interface ToldStatus {
  connectorId: number;
  status: string;
  at: string;
  isAcknowledged: boolean;
}
