import { type Authorization, foldIdTag, paddingFlags } from './authorization.ts';
import type { Flag } from './flag.ts';
import type { Transaction } from './transaction.ts';

/** A StartTransaction as far as it was readable (OCPP 1.6 4.8). Times in ms since the epoch, meter in Wh. */
export interface StartReport {
  connectorId: number | null;
  idTag: string | null;
  meterStart: number | null;
  reservationId: number | null;
  /** The charger's time; null when it sent none that can be read. */
  timestamp: number | null;
  /** The same, word for word. */
  timestampText: string | null;
  receivedAt: number;
}

/** What a new transaction gets from its surroundings. */
export interface NewTransaction {
  transactionId: string;
  ocppTransactionId: number;
  authorization: Authorization;
  startCommandId: string | null;
  unaccountedWh: number | null;
  metersAfterRow: number;
}

/**
 * The transaction that this very start began before, if it is a repeat: same connector, tag, time, meter and
 * reservation. Looked for before anything else, so that a repeat never meets itself as a concurrent transaction
 * (OCPP 1.6 3.7.1; retries come with the same message id or a new one).
 *
 * @param recent the charger's latest transactions, running or not
 */
export function findRepeatedStart(report: StartReport, recent: readonly Transaction[]): Transaction | null {
  return (
    recent.find(
      (transaction) =>
        transaction.connectorId === report.connectorId &&
        foldIdTag(transaction.idTag ?? '') === foldIdTag(report.idTag ?? '') &&
        transaction.meterStart === report.meterStart &&
        transaction.reservationId === usableReservation(report.reservationId) &&
        transaction.startTimestamp === report.timestampText &&
        (report.timestampText !== null || transaction.end === null),
    ) ?? null
  );
}

/** The transaction that a start begins. It is begun whatever is odd: the car may already be charging. */
export function beginTransaction(
  report: StartReport,
  given: NewTransaction,
): { transaction: Transaction; flags: Flag[] } {
  const flags: Flag[] = [];
  if (report.connectorId === null || report.connectorId <= 0) {
    flags.push({ name: 'startWithoutConnector', example: String(report.connectorId) });
  }
  if (report.idTag === null || foldIdTag(report.idTag) === '') flags.push({ name: 'startWithoutIdTag' });
  else flags.push(...paddingFlags(report.idTag));
  if (report.reservationId !== null && report.reservationId <= 0) {
    flags.push({ name: 'noReservation', example: String(report.reservationId) });
  }
  const transaction: Transaction = {
    transactionId: given.transactionId,
    ocppTransactionId: given.ocppTransactionId,
    connectorId: report.connectorId,
    idTag: report.idTag,
    authorization: given.authorization,
    startedAt: report.timestamp ?? report.receivedAt,
    startReceivedAt: report.receivedAt,
    startTimestamp: report.timestampText,
    meterStart: report.meterStart,
    reservationId: usableReservation(report.reservationId),
    stopRequestedAt: null,
    startCommandId: given.startCommandId,
    unaccountedWh: given.unaccountedWh,
    metersAfterRow: given.metersAfterRow,
    end: null,
    anomalies: flags.map((flag) => flag.name),
  };
  return { transaction, flags };
}

/** 0 and -1 stand for none (field). */
function usableReservation(reservationId: number | null): number | null {
  return reservationId === null || reservationId <= 0 ? null : reservationId;
}

/** The open transaction of a connector which a new start on it supersedes. */
export function findSuperseded(connectorId: number | null, open: readonly Transaction[]): Transaction | null {
  if (connectorId === null || connectorId <= 0) return null;
  return open.find((transaction) => transaction.connectorId === connectorId) ?? null;
}
