import { authorizeRemoteStart, decideAuthorization } from '../../domain/authorization.ts';
import { findRemoteStart } from '../../domain/command.ts';
import {
  beginTransaction,
  findRepeatedStart,
  findSuperseded,
  type StartReport,
} from '../../domain/start-transaction.ts';
import { endTransaction } from '../../domain/stop-transaction.ts';
import type { Transaction } from '../../domain/transaction.ts';
import { parseTimestamp } from '../../ocpp/timestamp.ts';
import { StartTransaction } from '../../ocpp/v16/messages/core/start-transaction.ts';
import { defineHandler, type HandlerPorts } from '../handler.ts';
import { toIdTagInfo } from '../id-tag-info.ts';
import { readOpenCommands, writeCommand } from '../store/commands.ts';
import { lastMeterRow, readTransactionSamples } from '../store/meter-values.ts';
import {
  lastOcppTransactionId,
  readOpenTransactions,
  readRecentTransactions,
  writeTransaction,
} from '../store/transactions.ts';
import { toTransactionBody } from '../transaction-body.ts';

/** Begins a transaction, whatever is odd about it, and always gives it a number (OCPP 1.6 4.8). */
export const startTransaction = defineHandler(StartTransaction, {
  idTags: ({ idTag }) => (idTag === null || idTag.trim() === '' ? [] : [idTag]),
  handle: ({ request, receivedAt }, ports) => {
    const { sql, registration } = ports;
    const report: StartReport = {
      connectorId: request.connectorId,
      idTag: request.idTag,
      meterStart: request.meterStart,
      reservationId: request.reservationId ?? null,
      timestamp: request.timestamp === null ? null : (parseTimestamp(request.timestamp)?.ms ?? null),
      receivedAt,
    };
    const repeated = findRepeatedStart(report, readRecentTransactions(sql));
    if (repeated !== null) {
      return { confirmation: confirm(repeated), flags: [{ name: 'repeatedStart' }] };
    }
    const superseded = supersede(sql, report);
    const { authorization, remoteStart } = authorizeStart(report, ports);
    const { transaction, flags } = beginTransaction(report, {
      transactionId: ports.newTransactionId(),
      ocppTransactionId: nextNumber(sql, ports.firstOcppTransactionId),
      authorization,
      startCommandId: remoteStart?.commandId ?? null,
      metersAfterRow: lastMeterRow(sql),
    });
    writeTransaction(sql, transaction);
    if (remoteStart?.outcome) {
      const { transactionId } = transaction;
      writeCommand(sql, {
        ...remoteStart,
        outcome: { ...remoteStart.outcome, state: 'fulfilled', transactionId },
      });
    }
    const { chargeBoxId } = registration;
    return {
      confirmation: confirm(transaction),
      flags: [...flags, ...superseded.flags],
      events: [
        ...superseded.transactions.map((ended) => ({
          event: 'transaction.stopped' as const,
          data: toTransactionBody(sql, chargeBoxId, ended, receivedAt),
        })),
        {
          event: 'transaction.started' as const,
          data: toTransactionBody(sql, chargeBoxId, transaction, receivedAt),
        },
      ],
    };
  },
});

function confirm({ ocppTransactionId, authorization }: Transaction) {
  return { transactionId: ocppTransactionId, idTagInfo: toIdTagInfo(authorization) };
}

/** One more than the last one: unique within the charger for ever, and positive in 32 bits (OCPP 1.6 errata 3.54). */
function nextNumber(sql: SqlStorage, first: () => number): number {
  const last = lastOcppTransactionId(sql);
  return last === null ? first() : last + 1;
}

function authorizeStart({ idTag, connectorId }: StartReport, { sql, authorize, registration }: HandlerPorts) {
  if (idTag === null || idTag.trim() === '') {
    const { status, expiryDate, parentIdTag } = decideAuthorization(null, registration.registeredAt);
    return { authorization: { status, expiryDate, parentIdTag }, remoteStart: null };
  }
  const remoteStart = findRemoteStart(readOpenCommands(sql), idTag, connectorId);
  const decision = remoteStart === null ? authorize(idTag) : authorizeRemoteStart(authorize(idTag));
  const { status, expiryDate, parentIdTag } = decision;
  return { authorization: { status, expiryDate, parentIdTag }, remoteStart };
}

/** Ends what is still open on the connector, with the new start as the estimate of its end. */
function supersede(sql: SqlStorage, report: StartReport) {
  const open = findSuperseded(report.connectorId, readOpenTransactions(sql));
  if (open === null) return { transactions: [], flags: [] };
  const { transaction, flags } = endTransaction(
    open,
    {
      endedBy: 'superseded',
      stoppedAt: report.timestamp ?? report.receivedAt,
      stopReceivedAt: report.receivedAt,
      meterStop: report.meterStart,
      reason: null,
      stoppedByIdTag: null,
    },
    readTransactionSamples(sql, open),
    [{ name: 'supersededTransaction' }],
  );
  writeTransaction(sql, transaction);
  return { transactions: [transaction], flags };
}
