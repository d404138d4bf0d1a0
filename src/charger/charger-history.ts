import type {
  CommandBody,
  MeterValueBody,
  OrphanStopBody,
  TracedFrame,
  TraceQuery,
} from '../contracts/charger-rpc.ts';
import type { ErasedStep, ErasePosition, ErasureRpc } from '../contracts/erasure-rpc.ts';
import type { TransactionBody } from '../contracts/transaction-body.ts';
import type { Registration } from '../domain/registration.ts';
import { ChargerRecovery } from './charger-recovery.ts';
import { eraseStep } from './erase.ts';
import { commandsOf, messagesOf, meterValuesOf, orphanStopsOf } from './history.ts';
import { readTransactionsById } from './store/transactions.ts';
import { toTransactionBody } from './transaction-body.ts';

/** The part of a charger's object that answers what was, and forgets it. */
export abstract class ChargerHistory extends ChargerRecovery implements ErasureRpc {
  transactions(accountId: string, transactionIds: string[]): Promise<TransactionBody[] | null> {
    return this.owned(accountId, (registration) =>
      readTransactionsById(this.sql, transactionIds).map((transaction) =>
        toTransactionBody(this.sql, registration, transaction, Date.now()),
      ),
    );
  }

  meterValues(
    accountId: string,
    transactionId: string,
    intervalSeconds?: number,
  ): Promise<MeterValueBody[] | 'unknownTransaction' | null> {
    return this.owned(accountId, (registration) =>
      meterValuesOf(this.sql, registration, transactionId, intervalSeconds),
    );
  }

  orphanStops(accountId: string): Promise<OrphanStopBody[] | null> {
    return this.owned(accountId, () => orphanStopsOf(this.sql));
  }

  commands(accountId: string, query: { commandId?: string; limit: number }): Promise<CommandBody[] | null> {
    return this.owned(accountId, (registration) => commandsOf(this.sql, registration, query));
  }

  messages(accountId: string, query: TraceQuery): Promise<TracedFrame[] | null> {
    return this.owned(accountId, (registration) =>
      messagesOf(this.sql, registration, this.parts.connections.currentSession(), query, Date.now()),
    );
  }

  eraseIdTag(accountId: string, idTag: string, from: ErasePosition | null): Promise<ErasedStep | null> {
    const { sessions, connections, tagMemory } = this.parts;
    return this.owned(accountId, () => {
      tagMemory.forget();
      return eraseStep(this.ctx.storage, { sessions, socket: connections.current() }, idTag, from);
    });
  }

  /** Another account's charger, and one that is not registered, do not exist. */
  protected async owned<Answer>(
    accountId: string,
    answer: (registration: Registration) => Answer | Promise<Answer>,
  ): Promise<Answer | null> {
    const { registration } = this;
    if (registration?.accountId !== accountId) return null;
    return answer(registration);
  }
}
