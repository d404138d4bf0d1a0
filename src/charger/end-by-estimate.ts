import type { TransactionBody } from '../contracts/transaction-body.ts';
import type { Registration } from '../domain/registration.ts';
import { endTransaction } from '../domain/stop-transaction.ts';
import type { EndedBy, Transaction } from '../domain/transaction.ts';
import { readTransactionSamples } from './store/meter-values.ts';
import { dropTransactionProfiles } from './charging-profiles.ts';
import { addEvent } from './store/outbox.ts';
import { writeTransaction } from './store/transactions.ts';
import { toTransactionBody } from './transaction-body.ts';

/** Ends transactions whose stop never came: now, with the energy that their samples show. */
export function endByEstimate(
  storage: DurableObjectStorage,
  registration: Registration,
  transactions: readonly Transaction[],
  endedBy: EndedBy,
  now: number,
): TransactionBody[] {
  const { sql } = storage;
  const { settings } = registration;
  return storage.transactionSync(() =>
    transactions.map((open) => {
      const { transaction } = endTransaction(
        open,
        { endedBy, stoppedAt: now, stopReceivedAt: now, meterStop: null, reason: null, stoppedByIdTag: null },
        readTransactionSamples(sql, open, settings),
        settings,
      );
      writeTransaction(sql, transaction);
      dropTransactionProfiles(sql, transaction.connectorId);
      const data = toTransactionBody(sql, registration, transaction, now);
      addEvent(sql, { event: 'transaction.stopped', data }, now);
      return data;
    }),
  );
}
