import type { TransactionBody } from '../contracts/transaction-body.ts';
import { idleMs } from '../domain/energy/idle.ts';
import { toKwh } from '../domain/energy/kwh.ts';
import type { Sample } from '../domain/energy/sample.ts';
import { runningEnergy } from '../domain/stop-transaction.ts';
import type { Registration } from '../domain/registration.ts';
import type { Transaction } from '../domain/transaction.ts';
import { toIsoTime } from '../lib/time.ts';
import { readTransactionSamples } from './store/meter-values.ts';

/** A transaction as the world sees it, as of `now`: a running one's energy is what its samples show, read unless given. */
export function toTransactionBody(
  sql: SqlStorage,
  { chargeBoxId, settings }: Pick<Registration, 'chargeBoxId' | 'settings'>,
  transaction: Transaction,
  now: number,
  given?: readonly Sample[],
): TransactionBody {
  const { end } = transaction;
  const samples = end === null ? (given ?? readTransactionSamples(sql, transaction, settings)) : [];
  const running = end === null ? runningEnergy(transaction, samples, settings) : null;
  const idle = end === null ? idleMs(samples, null) : end.idleMs;
  const endedAt = end?.stoppedAt ?? now;
  return {
    transactionId: transaction.transactionId,
    ocppTransactionId: transaction.ocppTransactionId,
    chargeBoxId,
    connectorId: transaction.connectorId,
    idTag: transaction.idTag,
    status: end === null ? 'in_progress' : 'completed',
    authorizationStatus: transaction.authorization.status,
    startTime: toIsoTime(transaction.startedAt),
    stopTime: end === null ? null : toIsoTime(end.stoppedAt),
    energyDelivered: toKwh(end === null ? (running?.energyWh ?? null) : end.energyWh),
    energyExported: toKwh(end === null ? (running?.exportWh ?? null) : end.exportWh),
    durationMinutes: Math.max(0, Math.floor((endedAt - transaction.startedAt) / 60_000)),
    idleMinutes: idle === null ? null : Math.floor(idle / 60_000),
    meterStart: transaction.meterStart,
    meterStop: end?.meterStop ?? null,
    stopReason: end?.reason ?? null,
    stoppedByIdTag: end?.stoppedByIdTag ?? null,
    remoteStarted: transaction.startCommandId !== null,
    stopRequested: end === null && transaction.stopRequestedAt !== null,
    soc: end === null ? (running?.socPercent ?? null) : end.soc,
    powerKw: running === null ? null : toKwh(running.powerW),
    unaccountedEnergy: toKwh(transaction.unaccountedWh),
    quality: end?.quality ?? running?.quality ?? [],
    anomalies: [...new Set([...transaction.anomalies, ...(running?.anomalies ?? [])])],
    asOf: toIsoTime(now),
  };
}
