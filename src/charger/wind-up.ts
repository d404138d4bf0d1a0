import type { Removal } from '../contracts/charger-rpc.ts';
import type { Registration } from '../domain/registration.ts';
import { endByEstimate } from './end-by-estimate.ts';
import type { OutboxDelivery } from './outbox-delivery.ts';
import { readOpenTransactions } from './store/transactions.ts';

interface WindUpPorts {
  storage: DurableObjectStorage;
  /** Null as soon as the charger is gone. */
  registration: () => Registration | null;
  delivery: OutboxDelivery;
  isConnected: () => boolean;
  /** Closes the charger's connection; false when there is none. */
  disconnect: () => boolean;
  /** Removes what the charger has uploaded: nobody could find it afterwards. */
  removeFiles: (registration: Registration) => Promise<void>;
}

/**
 * Ends all that a charger has going, before it is deleted: its connection, its transactions, its outbox, its files.
 * While the log is down nothing is ended. Null: it was deleted meanwhile.
 */
export async function windUp(
  ports: WindUpPorts,
): Promise<Removal | 'logUnavailable' | 'filesUnavailable' | null> {
  const { storage, registration, delivery, isConnected, disconnect, removeFiles } = ports;
  if (!(await delivery.isLogThere()) || !(await delivery.deliver())) return 'logUnavailable';
  const removal: Removal = { socketClosed: false, transactionsEnded: [] };
  // Again while the log takes it: a charger that was sent away may be back before it has, with a new transaction.
  do {
    const known = registration();
    if (known === null) return null;
    if (disconnect()) removal.socketClosed = true;
    const ended = endByEstimate(storage, known, readOpenTransactions(storage.sql), 'deleted', Date.now());
    removal.transactionsEnded.push(...ended.map(({ transactionId }) => transactionId));
    try {
      await removeFiles(known);
    } catch (error) {
      console.error({ message: 'the files of a charger were not removed', error: String(error) });
      return 'filesUnavailable';
    }
    if (!(await delivery.deliver())) return 'logUnavailable';
  } while (registration() !== null && (isConnected() || readOpenTransactions(storage.sql).length > 0));
  return removal;
}
