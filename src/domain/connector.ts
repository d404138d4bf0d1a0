import * as z from 'zod';
import { chargePointErrorCode } from '../ocpp/v16/types/charge-point-error-code.ts';
import { chargePointStatus } from '../ocpp/v16/types/charge-point-status.ts';
import type { Flag } from './flag.ts';
import { isListedTransition } from './connector-transition.ts';

/** What is known of a connector; connector 0 is the charge point itself (OCPP 1.6 3.4). Times in ms since the epoch. */
export const Connector = z.object({
  connectorId: z.int(),
  status: z.string(),
  /** What the charger said, where that is no status of OCPP 1.6. */
  reportedStatus: z.string().nullable(),
  errorCode: z.string(),
  info: z.string().nullable(),
  vendorId: z.string().nullable(),
  vendorErrorCode: z.string().nullable(),
  since: z.int(),
});
export type Connector = z.infer<typeof Connector>;

/** A StatusNotification as far as it was readable; `at` is the charger's time, or the time of receipt. */
export interface StatusReport {
  connectorId: number;
  status: string;
  errorCode: string;
  info: string | null;
  vendorId: string | null;
  vendorErrorCode: string | null;
  at: number;
}

export interface StatusDecision {
  connector: Connector;
  hasChanged: boolean;
  flags: Flag[];
}

/**
 * The connector after a StatusNotification (OCPP 1.6 4.9). Every report is accepted, since messages get lost and
 * firmware differs; what the standard does not know or list is flagged. A status opens or closes no transaction.
 */
export function decideStatus(
  before: Connector | null,
  report: StatusReport,
  { isTransactionOpen }: { isTransactionOpen: boolean },
): StatusDecision {
  const flags: Flag[] = [];
  const isKnown = chargePointStatus().safeParse(report.status).success;
  const status = isKnown ? report.status : standInStatus(report.status, before, isTransactionOpen);
  if (!isKnown) flags.push({ name: 'unknownStatus', example: report.status });
  if (report.connectorId === 0 && !['Available', 'Unavailable', 'Faulted'].includes(status)) {
    flags.push({ name: 'chargePointStatus', example: status });
  } else if (before !== null && isKnown && !isListedTransition(before.status, status)) {
    flags.push({ name: 'unlistedTransition', example: `${before.status} to ${status}` });
  }
  if (report.connectorId > 0 && status === 'Charging' && !isTransactionOpen) {
    flags.push({ name: 'chargingWithoutTransaction' });
  }
  if (report.connectorId > 0 && status === 'Available' && isTransactionOpen) {
    flags.push({ name: 'availableDuringTransaction' });
  }
  if (report.errorCode !== 'NoError' && status !== 'Faulted') {
    flags.push({ name: 'warning', example: `${status}: ${report.errorCode}` });
  }
  const connector: Connector = {
    connectorId: report.connectorId,
    status,
    reportedStatus: isKnown ? null : report.status,
    errorCode: chargePointErrorCode().safeParse(report.errorCode).success ? report.errorCode : 'OtherError',
    info: report.info,
    vendorId: report.vendorId,
    vendorErrorCode: report.vendorErrorCode,
    since: before !== null && before.status === status ? before.since : report.at,
  };
  return { connector, hasChanged: before === null || !isSame(before, connector), flags };
}

/**
 * A connector that was heard of before it told its status. One that begins a transaction is taken to charge until it says
 * what it does; of one that only meters nothing is known, so that nobody is sent there.
 */
export function unseenConnector(
  connectorId: number,
  status: 'Charging' | 'Unavailable',
  since: number,
): Connector {
  return {
    connectorId,
    status,
    reportedStatus: null,
    errorCode: 'NoError',
    info: null,
    vendorId: null,
    vendorErrorCode: null,
    since,
  };
}

/** Some chargers fill what they leave out with words that mean nothing (field: ABB). */
export function isMeaningless(text: string | undefined): boolean {
  return text !== undefined && ['null', '0x0000'].includes(text.trim());
}

/** A text of a status report as it is shown: null where it says nothing. */
export function meaningfulText(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' || isMeaningless(text) ? null : text;
}

/** OCPP 1.5 had `Occupied`; any other word that OCPP 1.6 does not know leaves the connector as it was. */
function standInStatus(reported: string, before: Connector | null, isTransactionOpen: boolean): string {
  if (reported === 'Occupied') return isTransactionOpen ? 'Charging' : 'Preparing';
  return before?.status ?? 'Unavailable';
}

function isSame(left: Connector, right: Connector): boolean {
  return (
    left.status === right.status &&
    left.reportedStatus === right.reportedStatus &&
    left.errorCode === right.errorCode &&
    left.info === right.info &&
    left.vendorId === right.vendorId &&
    left.vendorErrorCode === right.vendorErrorCode
  );
}
