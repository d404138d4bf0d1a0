import type { Registration, RegistrationChange } from '../domain/registration.ts';
import type { CertificateRpc } from './certificate-rpc.ts';
import type { CommandRequest, CommandResult } from './command-rpc.ts';
import type { JobRpc } from './job-rpc.ts';
import type { ConfigurationRpc } from './configuration-rpc.ts';
import type { ErasureRpc } from './erasure-rpc.ts';
import type { LocalListRpc } from './local-list-rpc.ts';
import type { ChargerRecoveryRpc } from './recovery-rpc.ts';
import type { ReservationRpc } from './reservation-rpc.ts';
import type { SmartChargingRpc } from './smart-charging-rpc.ts';
import type { TransactionBody } from './transaction-body.ts';

/** A password's digest: HMAC-SHA-256 of its bytes under the key `keyId`, hex. */
export interface CredentialDigest {
  keyId: string;
  digest: string;
}

/** What `DELETE` ended on its way. */
export interface Removal {
  socketClosed: boolean;
  transactionsEnded: string[];
}

export interface ConnectorBody {
  connectorId: number;
  status: string;
  /** What the charger said, where that is no status of OCPP 1.6. */
  reportedStatus: string | null;
  errorCode: string;
  info: string | null;
  vendorId: string | null;
  vendorErrorCode: string | null;
  since: string;
  /** What was asked of its service and accepted. */
  desiredAvailability: 'Operative' | 'Inoperative' | null;
  transactionId: string | null;
  /** kW now, null where nothing runs or nothing is reported. */
  powerKw: number | null;
  /** kWh of the running transaction. */
  energyDelivered: number | null;
  soc: number | null;
}

/** What an object knows to the second and D1 does not. */
export interface ChargerPresence {
  isOnline: boolean;
  /** Open socket, but silent for longer than its limit. */
  isStale: boolean;
  /** The last message of any kind. */
  lastSeenAt: string | null;
}

export interface FlagBody {
  count: number;
  firstAt: string;
  lastAt: string;
  example: string | null;
}

/** All that a charger's object knows about itself, for `GET /chargers/{chargeBoxId}`. */
export interface ChargerDescription extends ChargerPresence {
  registration: Registration;
  hasPassword: boolean;
  /** Since when the password counts; null without one, and where that was not noted. */
  passwordChangedAt: string | null;
  /** Another password was told over OCPP and may count beside it. */
  isPasswordChanging: boolean;
  /** A higher profile that the charger was told and has not logged in with yet. */
  securityProfileUpgrade: number | null;
  boot: {
    vendor: string;
    model: string;
    chargePointSerialNumber: string | null;
    chargeBoxSerialNumber: string | null;
    firmwareVersion: string | null;
    iccid: string | null;
    imsi: string | null;
    meterType: string | null;
    meterSerialNumber: string | null;
    bootedAt: string;
  } | null;
  connectedSince: string | null;
  /** Seconds by which the charger's clock is ahead of ours, as last seen; negative when it is behind. */
  clockSkewSeconds: number | null;
  connectors: ConnectorBody[];
  firmwareHistory: { firmwareVersion: string; since: string }[];
  flags: Record<string, FlagBody>;
}

/** A StopTransaction that fitted no transaction, as the charger sent it. */
export interface OrphanStopBody {
  receivedAt: string;
  payload: unknown;
}

/** One frame on the wire. `action` of an answer is that of its call, where the call is still in the trace. */
export interface TracedFrame {
  at: string;
  direction: 'fromChargePoint' | 'fromCentralSystem';
  kind: 'call' | 'callResult' | 'callError' | 'other';
  action: string | null;
  messageId: string | null;
  /** The frame as it was sent, secrets masked. */
  text: string;
}

/** Which frames: newest first. Times in ms since the epoch. */
export interface TraceQuery {
  from?: number;
  to?: number;
  action?: string;
  direction?: TracedFrame['direction'];
  kind?: TracedFrame['kind'];
  limit: number;
}

/** A sampled value of a transaction: normalised, and as the charger sent it. */
export interface MeterValueBody {
  timestamp: string;
  receivedAt: string;
  connectorId: number;
  measurand: string | null;
  phase: string | null;
  location: string | null;
  context: string | null;
  format: string | null;
  /** In `unit`; null where it must not be used as a number (signed data, unreadable values). */
  value: number | null;
  unit: string | null;
  /** The sampledValue, byte for byte. */
  raw: unknown;
}

/** Samples of a connector that belong to no transaction. */
export interface ConnectorSeries {
  chargeBoxId: string;
  meterValues: MeterValueBody[];
}

/** A command as it is kept: what was sent, what came back, and what became of it. */
export interface CommandBody {
  commandId: string;
  chargeBoxId: string;
  action: string;
  /** JSON text of the payload that was sent. */
  payload: string;
  state: string;
  createdAt: string;
  sentAt: string | null;
  endedAt: string | null;
  /** JSON text of what the charger answered; of a CALLERROR its code, description and details. */
  answer: string | null;
  /** Until when it waits for a charger that is offline. */
  deliverUntil: string | null;
  /** JSON text of both frames as they went over the wire, secrets masked; null for one that has not. */
  frames: { sent: string | null; received: string | null };
  /** What has to follow an accepted command, where something has to. */
  outcome: {
    state: string;
    expiresAt: string;
    transactionId: string | null;
    message: { action: string; messageId: string; receivedAt: string } | null;
  } | null;
}

/**
 * What a charger's object offers to the edge. Every call names the account that asks: for another account's charger, and
 * for one that was never registered, the answer is `null` or `notFound`, as if it did not exist.
 */
export interface ChargerRpc
  extends Rpc.DurableObjectBranded,
    CertificateRpc,
    ChargerRecoveryRpc,
    ConfigurationRpc,
    ErasureRpc,
    JobRpc,
    LocalListRpc,
    ReservationRpc,
    SmartChargingRpc {
  /** Makes the object this charger's home; idempotent for the same `chargerId`. False: another charger lives here. */
  provision(registration: Registration, credential: CredentialDigest | null): Promise<boolean>;
  amend(
    accountId: string,
    change: RegistrationChange,
    credential?: CredentialDigest | null,
  ): Promise<Registration | null>;
  /** Closes the socket, ends open transactions as estimated, drains the outbox, removes what it has uploaded, empties the object. */
  remove(accountId: string): Promise<Removal | 'logUnavailable' | 'filesUnavailable' | null>;
  describe(accountId: string): Promise<ChargerDescription | null>;
  presence(accountId: string): Promise<ChargerPresence | null>;
  connectors(accountId: string): Promise<ConnectorBody[] | null>;
  /** The transactions with these public ids, as of now; those it does not know are left out. */
  transactions(accountId: string, transactionIds: string[]): Promise<TransactionBody[] | null>;
  /** The samples of a transaction in the order of their time, thinned to one an interval where one is given. */
  meterValues(
    accountId: string,
    transactionId: string,
    intervalSeconds?: number,
  ): Promise<MeterValueBody[] | 'unknownTransaction' | null>;
  /** The newest samples of a connector outside transactions, in the order of their time; 0 is the main meter. */
  connectorMeterValues(
    accountId: string,
    connectorId: number,
    window: { from?: number; to?: number; limit: number },
  ): Promise<ConnectorSeries | null>;
  /** Ends a dead transaction by hand, as estimated; a late stop still replaces the estimate. */
  closeTransaction(
    accountId: string,
    transactionId: string,
  ): Promise<TransactionBody | 'unknownTransaction' | 'notRunning' | null>;
  orphanStops(accountId: string): Promise<OrphanStopBody[] | null>;
  /** The latest commands, newest first; only the one of that id where an id is given. */
  commands(accountId: string, query: { commandId?: string; limit: number }): Promise<CommandBody[] | null>;
  messages(accountId: string, query: TraceQuery): Promise<TracedFrame[] | null>;
  /** Sends any command and waits for the charger's answer. */
  command(accountId: string, request: CommandRequest): Promise<CommandResult>;
  /** RemoteStopTransaction for a transaction by its public id. */
  stopTransaction(accountId: string, transactionId: string, timeoutSeconds?: number): Promise<CommandResult>;
}
