import type { ChargerRpc } from '../../contracts/charger-rpc.ts';
import type { TransactionBody } from '../../contracts/transaction-body.ts';
import type { TransactionRow } from '../../d1/transactions.ts';
import { chargerObject } from '../charger-object.ts';
import { within } from '../../lib/within.ts';

/** What an answer waits for the chargers on it altogether. */
const PATIENCE_MS = 1_000;

/**
 * Transactions as they are now: running ones are asked of their chargers, one question to each, for a second at most.
 * Those that could not be asked are shown as last projected; `asOf` tells.
 */
export async function freshTransactions(
  chargers: DurableObjectNamespace<ChargerRpc>,
  accountId: string,
  rows: readonly TransactionRow[],
): Promise<TransactionBody[]> {
  const running = rows.filter((row) => row.body.status === 'in_progress');
  const byCharger = Map.groupBy(running, (row) => row.foldedId);
  const answers = await Promise.all(
    [...byCharger].map(([foldedId, ofCharger]) =>
      within(
        PATIENCE_MS,
        chargerObject(chargers, foldedId).transactions(
          accountId,
          ofCharger.map((row) => row.body.transactionId),
        ),
        null,
      ),
    ),
  );
  const fresh = new Map(
    answers.flatMap((answer) => answer ?? []).map((body) => [body.transactionId, body] as const),
  );
  return rows.map((row) => fresh.get(row.body.transactionId) ?? row.body);
}
