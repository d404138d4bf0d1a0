import { RemoteStopTransaction } from '../../ocpp/v16/messages/core/remote-stop-transaction.ts';
import { readTransaction, writeTransaction } from '../store/transactions.ts';
import { defineCommand } from './command-rule.ts';

/** Asks the charger to end a transaction (OCPP 1.6 5.12). It runs until the charger's own StopTransaction. */
export const remoteStopTransaction = defineCommand(RemoteStopTransaction, {
  check: ({ transactionId }, { sql }) => {
    const transaction = readTransaction(sql, transactionId);
    if (transaction === null) return { kind: 'unknownTransaction' };
    return transaction.end === null ? null : { kind: 'notRunning', status: 'completed' };
  },
  settled: ({ transactionId }, end, _command, { sql, now }) => {
    const transaction = readTransaction(sql, transactionId);
    const isAccepted = end.state === 'answered' && end.confirmation.status === 'Accepted';
    if (isAccepted && transaction !== null && transaction.end === null) {
      writeTransaction(sql, { ...transaction, stopRequestedAt: now });
    }
    return {};
  },
});
