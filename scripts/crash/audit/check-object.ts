import type { Told, ToldSession } from '../told.ts';
import { type ObjectEvidence, sampleKey } from './stores.ts';

/** What is lost or doubled in a charger's own object. */
export function checkObject(
  told: Told,
  { transactions, samples, orphanStops, outbox }: ObjectEvidence,
): string[] {
  const faults: string[] = [];
  const known = new Set<number>();
  const kept = new Set(samples);
  for (const session of told.sessions) {
    const found = transactions.filter(
      ({ connectorId, startTimestamp }) =>
        connectorId === session.connectorId && startTimestamp === session.startedAt,
    );
    for (const { ocppTransactionId } of found) known.add(ocppTransactionId);
    const [transaction] = found;
    if (found.length > 1) faults.push(`doubled: ${nameOf(session)} is ${found.length} transactions`);
    if (session.ocppTransactionId === null) continue;
    if (transaction?.ocppTransactionId !== session.ocppTransactionId) {
      faults.push(`lost: ${nameOf(session)}; the object holds ${transaction?.ocppTransactionId ?? 'none'}`);
      continue;
    }
    const { end } = transaction;
    if (end === null && session.stop?.isAcknowledged === true)
      faults.push(`lost: the stop of ${nameOf(session)}`);
    if (end !== null && session.stop === null)
      faults.push(`invented: the end of ${nameOf(session)}, by ${end.endedBy}`);
    if (end !== null && session.stop !== null && end.meterStop !== session.stop.meterStop) {
      faults.push(
        `wrong: the stop of ${nameOf(session)} at ${end.meterStop}, not ${session.stop.meterStop} Wh`,
      );
    }
    for (const { at, registerWh, isAcknowledged } of session.samples) {
      const key = sampleKey(session.ocppTransactionId, at, registerWh);
      if (isAcknowledged && !kept.has(key)) faults.push(`lost: the sample ${key}`);
    }
  }
  for (const { ocppTransactionId } of transactions) {
    if (!known.has(ocppTransactionId))
      faults.push(`invented: transaction ${ocppTransactionId}, which nobody began`);
  }
  if (orphanStops > 0) faults.push(`lost: the transactions of ${orphanStops} orphan stops`);
  if (outbox.waiting > 0) faults.push(`lost: ${outbox.waiting} events that never left the outbox`);
  return faults;
}

function nameOf({ connectorId, startedAt, ocppTransactionId }: ToldSession): string {
  const number = ocppTransactionId === null ? 'not acknowledged' : `acknowledged as ${ocppTransactionId}`;
  return `the start on connector ${connectorId} at ${startedAt}, ${number}`;
}
