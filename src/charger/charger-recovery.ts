import { eventLogName } from '../contracts/event-log-rpc.ts';
import type {
  ChargerOwner,
  ChargerRecoveryRpc,
  ChargerSnapshot,
  HistoryPage,
  HistoryPosition,
} from '../contracts/recovery-rpc.ts';
import type { Registration } from '../domain/registration.ts';
import { ChargerActor } from './charger-actor.ts';
import { digestKeyIds } from './credentials.ts';
import { readCommandIds } from './store/commands.ts';
import { readConnectors } from './store/connectors.ts';
import { facts } from './store/facts.ts';
import { lastSequence } from './store/outbox.ts';
import { readTransactionsAfter } from './store/transactions.ts';
import { toTransactionBody } from './transaction-body.ts';

/** The part of a charger's object from which D1 is made whole again: nothing here changes anything. */
export abstract class ChargerRecovery extends ChargerActor implements ChargerRecoveryRpc {
  owner(): Promise<ChargerOwner | null> {
    if (this.registration === null) return Promise.resolve(null);
    const { accountId, chargerId, chargeBoxId } = this.registration;
    return Promise.resolve({
      accountId,
      chargerId,
      chargeBoxId,
      digestKeyIds: digestKeyIds(this.sql),
      lastSeenAt: this.lastSeenAt(),
    });
  }

  snapshot(accountId: string): Promise<ChargerSnapshot | null> {
    const { sql, registration } = this;
    if (registration?.accountId !== accountId) return Promise.resolve(null);
    const boot = facts.boot.read(sql);
    return Promise.resolve({
      registration,
      sequence: lastSequence(sql),
      isOnline: this.parts.connections.current() !== null,
      lastSeenAt: this.lastSeenAt(),
      boot:
        boot === null
          ? null
          : { vendor: boot.vendor, model: boot.model, firmwareVersion: boot.firmwareVersion },
      connectors: readConnectors(sql).map(({ connectorId, status }) => ({ connectorId, status })),
    });
  }

  history(accountId: string, after: HistoryPosition | null, limit: number): Promise<HistoryPage | null> {
    const { sql, registration } = this;
    if (registration?.accountId !== accountId) return Promise.resolve(null);
    const transactions = readTransactionsAfter(sql, after?.ocppTransactionId ?? 0, limit);
    const commandIds = readCommandIds(sql, after?.commandId ?? '', limit);
    const now = Date.now();
    return Promise.resolve({
      transactions: transactions.map((transaction) => toTransactionBody(sql, registration, transaction, now)),
      commandIds,
      next:
        transactions.length < limit && commandIds.length < limit
          ? null
          : {
              ocppTransactionId: transactions.at(-1)?.ocppTransactionId ?? after?.ocppTransactionId ?? 0,
              commandId: commandIds.at(-1) ?? after?.commandId ?? '',
            },
    });
  }

  /** Makes the charger known to its account's log. Not waited for: its first event does so too. */
  protected introduce({ accountId, chargerId, chargeBoxId }: Registration): void {
    const log = this.env.EVENT_LOG.getByName(eventLogName(accountId));
    this.ctx.waitUntil(
      Promise.resolve(log.introduce({ chargerId, chargeBoxId })).catch((error: unknown) => {
        console.warn({ message: 'the log was not told of a new charger', chargeBoxId, error: String(error) });
      }),
    );
  }

  private lastSeenAt(): number | null {
    const session = this.parts.connections.currentSession();
    return session?.lastMessageAt ?? facts.connection.read(this.sql)?.lastSeenAt ?? null;
  }
}
