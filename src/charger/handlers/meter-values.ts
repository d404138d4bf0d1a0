import { readChargerTime, toldTime } from '../../domain/charger-time.ts';
import { type Attribution, attributeSamples } from '../../domain/energy/attribution.ts';
import { readSamples } from '../../domain/energy/read-samples.ts';
import { type Transaction, withAnomalies } from '../../domain/transaction.ts';
import { MeterValues } from '../../ocpp/v16/messages/core/meter-values.ts';
import { defineHandler } from '../handler.ts';
import { addMeterValues } from '../store/meter-values.ts';
import { readOpenTransactions, readTransaction, writeTransaction } from '../store/transactions.ts';
import { addUnseenConnector } from '../unseen-connector.ts';

/** Samples of a meter: kept as they came, one row, and always acknowledged, even nonsense (OCPP 1.6 4.7). */
export const meterValues = defineHandler(MeterValues, {
  // The samples are stored last: what fails before them has stored what holds without them.
  isWholeByItself: true,
  handle: ({ request, payload, receivedAt, tolerated }, { sql, registration }) => {
    const connectorId = request.connectorId ?? 0;
    const meterValue = rawMeterValue(payload) ?? request.meterValue;
    const { samples, flags } = readSamples(meterValue, {
      connectorId,
      receivedAt,
      unitOverride: registration.settings.meterUnits,
    });
    const transactions = candidates(sql, request.transactionId ?? null);
    const attribution = attributeSamples({
      transactionId: request.transactionId,
      connectorId: request.connectorId,
      at: samples[0]?.at ?? receivedAt,
      transactions: transactions.map(({ ocppTransactionId, connectorId: at, startedAt, end }) => ({
        ocppTransactionId,
        connectorId: at,
        startedAt,
        stoppedAt: end?.stoppedAt ?? null,
      })),
    });
    const owner = ownerOf(attribution, transactions);
    const noticed = [...attribution.flags, ...[...flags, ...tolerated].map(({ name }) => name)];
    if (owner !== null) noteAnomalies(sql, owner, noticed);
    // A transaction's own connector has been there since its start.
    const isSeen = owner !== null && owner.connectorId === request.connectorId;
    const appeared = isSeen ? [] : addUnseenConnector(sql, request.connectorId, 'Unavailable', receivedAt);
    addMeterValues(sql, owner?.ocppTransactionId ?? null, { connectorId, receivedAt, meterValue });
    return {
      confirmation: {},
      flags: [...attribution.flags.map((name) => ({ name })), ...flags, ...appeared],
      ...toldTime(readChargerTime(request.meterValue?.at(-1)?.timestamp, receivedAt).at, true),
    };
  },
});

/** As the charger sent it: a sample that could not be understood is kept too. */
function rawMeterValue(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'meterValue' in payload
    ? payload.meterValue
    : undefined;
}

/** The open transactions, and the one that is named if it has ended. */
function candidates(sql: SqlStorage, ocppTransactionId: number | null): Transaction[] {
  const open = readOpenTransactions(sql);
  if (ocppTransactionId === null) return open;
  if (open.some((transaction) => transaction.ocppTransactionId === ocppTransactionId)) return open;
  const named = readTransaction(sql, ocppTransactionId);
  return named === null ? open : [...open, named];
}

function ownerOf(attribution: Attribution, transactions: readonly Transaction[]): Transaction | null {
  if (attribution.kind !== 'transaction') return null;
  const { ocppTransactionId } = attribution;
  return transactions.find((transaction) => transaction.ocppTransactionId === ocppTransactionId) ?? null;
}

/** Written once for each new name, so that a quirk in every message does not cost a second row in every message. */
function noteAnomalies(sql: SqlStorage, transaction: Transaction, noticed: readonly string[]): void {
  const noted = withAnomalies(transaction, noticed);
  if (noted.anomalies.length > transaction.anomalies.length) writeTransaction(sql, noted);
}
