import type { EnergyAnomaly } from './anomaly.ts';

/** Where a MeterValue belongs. */
export type Attribution =
  | { kind: 'transaction'; ocppTransactionId: number; flags: EnergyAnomaly[] }
  | { kind: 'connector'; connectorId: number; flags: EnergyAnomaly[] }
  | { kind: 'chargePoint'; flags: EnergyAnomaly[] };

interface KnownTransaction {
  ocppTransactionId: number;
  connectorId: number | null;
  startedAt: number;
  stoppedAt: number | null;
}

interface Unattributed {
  /** As sent with the MeterValues. */
  transactionId: number | null | undefined;
  connectorId: number | null;
  /** When the samples were taken, milliseconds since 1970. */
  at: number;
  /** The charger's transactions, open and recently ended. */
  transactions: readonly KnownTransaction[];
}

/** Samples of a transaction's end may be stamped a little after its StopTransaction (Zaptec). */
const AFTER_STOP_TOLERANCE_MS = 5 * 60_000;

/** Some chargers cut the milliseconds of one message and not of the other. */
const START_TOLERANCE_MS = 1000;

/**
 * The transaction, connector or charge point to which samples of one time belong (OCPP 1.6 4.7, errata 3.16).
 *
 * A known transaction id decides, even against the connector. Without one, or with 0, -1 or a strange one, it is the
 * transaction that ran on the connector at that time, if exactly one did. Connector 0 is the main meter. A
 * transaction that has ended takes late samples of its own time and is never opened again.
 */
export function attributeSamples(input: Unattributed): Attribution {
  const { transactionId, connectorId, at, transactions } = input;
  const flags: EnergyAnomaly[] = connectorId === null ? ['meterValuesWithoutConnector'] : [];
  const isNamed = transactionId !== null && transactionId !== undefined;
  const named = transactions.find((transaction) => transaction.ocppTransactionId === transactionId);
  if (isNamed && named !== undefined) {
    if (connectorId !== null && named.connectorId !== null && connectorId !== named.connectorId) {
      flags.push('meterValuesWrongConnector');
    }
    if (named.stoppedAt !== null && at > named.stoppedAt + AFTER_STOP_TOLERANCE_MS) {
      return elsewhere(connectorId, [...flags, 'meterValuesAfterStop']);
    }
    return { kind: 'transaction', ocppTransactionId: named.ocppTransactionId, flags };
  }
  if (isNamed) {
    flags.push('meterValuesUnknownTransaction');
  }
  const running = connectorId === 0 ? undefined : runningAt(input);
  if (running === undefined) {
    return elsewhere(connectorId, flags);
  }
  if (!isNamed) {
    flags.push('meterValuesWithoutTransaction');
  }
  return { kind: 'transaction', ocppTransactionId: running.ocppTransactionId, flags };
}

/** The only transaction that ran on the connector then; on the whole charger, where no connector is named. */
function runningAt({ connectorId, at, transactions }: Unattributed): KnownTransaction | undefined {
  const here = transactions.filter(
    (transaction) => connectorId === null || transaction.connectorId === connectorId,
  );
  const ranAt = (toleranceMs: number) =>
    here.filter(
      ({ startedAt, stoppedAt }) => startedAt - toleranceMs <= at && (stoppedAt === null || at <= stoppedAt),
    );
  const exact = ranAt(0);
  const candidates = exact.length > 0 ? exact : ranAt(START_TOLERANCE_MS);
  return candidates.length === 1 ? candidates[0] : undefined;
}

function elsewhere(connectorId: number | null, flags: EnergyAnomaly[]): Attribution {
  return connectorId === null || connectorId === 0
    ? { kind: 'chargePoint', flags }
    : { kind: 'connector', connectorId, flags };
}
