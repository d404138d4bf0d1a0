import { endTransaction } from '../domain/stop-transaction.ts';
import type { Transaction } from '../domain/transaction.ts';
import { readTransactionSamples } from './store/meter-values.ts';
import { readOpenTransactions, writeTransaction } from './store/transactions.ts';

/** Ends what still runs when its charger is deleted: now, with the energy that its samples show, as an estimate. */
export function endOpenTransactions(sql: SqlStorage, now: number): Transaction[] {
  return readOpenTransactions(sql).map((open) => {
    const { transaction } = endTransaction(
      open,
      {
        endedBy: 'deleted',
        stoppedAt: now,
        stopReceivedAt: now,
        meterStop: null,
        reason: null,
        stoppedByIdTag: null,
      },
      readTransactionSamples(sql, open),
    );
    writeTransaction(sql, transaction);
    return transaction;
  });
}
