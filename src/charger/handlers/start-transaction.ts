import { type Authorization, foldIdTag, limitActive } from '../../domain/authorization.ts';
import { readChargerTime, toldTime } from '../../domain/charger-time.ts';
import { findRemoteStart } from '../../domain/command.ts';
import { meterReading } from '../../domain/energy/meter-reading.ts';
import { unaccountedEnergy } from '../../domain/energy/unaccounted.ts';
import type { Flag } from '../../domain/flag.ts';
import type { Registration } from '../../domain/registration.ts';
import {
  beginTransaction,
  findRepeatedStart,
  findSuperseded,
  type StartReport,
} from '../../domain/start-transaction.ts';
import { endTransaction } from '../../domain/stop-transaction.ts';
import { type Transaction, withAnomalies } from '../../domain/transaction.ts';
import { StartTransaction } from '../../ocpp/v16/messages/core/start-transaction.ts';
import { dropTransactionProfiles, installStartProfile } from '../charging-profiles.ts';
import { defineHandler, type HandlerPorts } from '../handler.ts';
import { toIdTagInfo } from '../id-tag-info.ts';
import { useReservation } from '../reservations.ts';
import { readLinkableCommands, writeCommand } from '../store/commands.ts';
import { lastMeterRow, readTransactionSamples } from '../store/meter-values.ts';
import { readOpenTransactions, readRecentTransactions, writeTransaction } from '../store/transactions.ts';
import { toTransactionBody } from '../transaction-body.ts';
import { noteUnregistered } from '../unregistered-tag.ts';
import { addUnseenConnector } from '../unseen-connector.ts';

/** Begins a transaction, whatever is odd about it, and always gives it a number (OCPP 1.6 4.8). */
export const startTransaction = defineHandler(StartTransaction, {
  idTags: ({ idTag }) => (idTag === null || foldIdTag(idTag) === '' ? [] : [idTag]),
  handle: ({ request, receivedAt, tolerated }, ports) => {
    const { sql, registration } = ports;
    const time = readChargerTime(request.timestamp, receivedAt);
    const report: StartReport = {
      connectorId: request.connectorId,
      idTag: request.idTag,
      meterStart: request.meterStart,
      reservationId: request.reservationId ?? null,
      timestamp: time.at,
      timestampText: request.timestamp,
      receivedAt,
    };
    const recent = readRecentTransactions(sql);
    const repeated = findRepeatedStart(report, recent);
    if (repeated !== null) {
      return { confirmation: confirm(repeated, registration), flags: [{ name: 'repeatedStart' }] };
    }
    const open = readOpenTransactions(sql);
    const superseded = supersede(sql, registration, report, open);
    const supersededId = superseded.transactions[0]?.transactionId ?? null;
    const running = open.filter(({ transactionId }) => transactionId !== supersededId);
    const gap = unaccountedBefore(recent, registration, report);
    const appeared = addUnseenConnector(sql, report.connectorId, 'Charging', receivedAt);
    const { authorization, remoteStart, ...unregistered } = authorizeStart(
      report,
      { recent, running, supersededId },
      ports,
    );
    const begun = beginTransaction(report, {
      transactionId: ports.newTransactionId(),
      ocppTransactionId: nextNumber(recent, ports.firstOcppTransactionId),
      authorization,
      startCommandId: remoteStart?.commandId ?? null,
      unaccountedWh: gap.unaccountedWh,
      metersAfterRow: lastMeterRow(sql),
    });
    const reserved = useReservation(
      sql,
      { ...report, parentIdTag: authorization.parentIdTag, reservationId: begun.transaction.reservationId },
      { transactionId: begun.transaction.transactionId, now: receivedAt },
    );
    const noticed: Flag[] = [
      ...time.flags,
      ...begun.flags,
      ...reserved.flags,
      ...gap.flags.map((name) => ({ name })),
      ...appeared,
      ...unregistered.flags,
    ];
    const transaction = withAnomalies(
      begun.transaction,
      [...tolerated, ...noticed].map(({ name }) => name),
    );
    writeTransaction(sql, transaction);
    if (remoteStart !== null) installStartProfile(sql, remoteStart, transaction, receivedAt);
    if (remoteStart?.outcome) {
      const { transactionId } = transaction;
      writeCommand(sql, {
        ...remoteStart,
        outcome: { ...remoteStart.outcome, state: 'fulfilled', transactionId },
      });
    }
    return {
      confirmation: confirm(transaction, registration),
      flags: [...noticed, ...superseded.flags],
      ...toldTime(time.at, true),
      events: [
        ...superseded.transactions.map((ended) => ({
          event: 'transaction.stopped' as const,
          data: toTransactionBody(sql, registration, ended, receivedAt),
        })),
        ...unregistered.events,
        ...reserved.events,
        {
          event: 'transaction.started' as const,
          // It begins behind the last message of the meter, so it has no samples yet.
          data: toTransactionBody(sql, registration, transaction, receivedAt, []),
        },
      ],
    };
  },
});

function confirm({ ocppTransactionId, authorization }: Transaction, { settings }: Registration) {
  return { transactionId: ocppTransactionId, idTagInfo: toIdTagInfo(authorization, settings) };
}

/** One more than the last one: unique within the charger for ever, and positive in 32 bits (OCPP 1.6 errata 3.54). */
function nextNumber([newest]: readonly Transaction[], first: () => number): number {
  return newest === undefined ? first() : newest.ocppTransactionId + 1;
}

/** What the charger's object knows of its transactions: the latest, newest first, and those that go on running. */
interface KnownTransactions {
  recent: readonly Transaction[];
  running: readonly Transaction[];
  supersededId: string | null;
}

/** The decision on the tag, with its limit of running transactions; what the superseded one frees does not count. */
function authorizeStart(
  { idTag, connectorId, receivedAt }: StartReport,
  known: KnownTransactions,
  { sql, present }: HandlerPorts,
) {
  if (idTag === null || foldIdTag(idTag) === '') {
    const authorization: Authorization = { status: 'Invalid', expiryDate: null, parentIdTag: null };
    return { authorization, remoteStart: null, events: [], flags: [] };
  }
  const commands = readLinkableCommands(sql);
  const remoteStart = findRemoteStart(commands, idTag, connectorId, receivedAt);
  const tag = present(idTag, { commands, open: known.running });
  const running = runningWith(idTag, tag.found.runningTransactionIds, known);
  const { status, expiryDate, parentIdTag } = limitActive(tag.decision, tag.found.record, running);
  return { authorization: { status, expiryDate, parentIdTag }, remoteStart, ...noteUnregistered(idTag, tag) };
}

/** How many transactions run with a tag: the account's, corrected by what this charger knows better. */
function runningWith(
  idTag: string,
  inAccount: readonly string[],
  { recent, running: open, supersededId }: KnownTransactions,
): number {
  const ended = new Set(recent.filter(({ end }) => end !== null).map(({ transactionId }) => transactionId));
  const here = open
    .filter((transaction) => foldIdTag(transaction.idTag ?? '') === foldIdTag(idTag))
    .map(({ transactionId }) => transactionId);
  const running = new Set([...inAccount.filter((transactionId) => !ended.has(transactionId)), ...here]);
  if (supersededId !== null) running.delete(supersededId);
  return running.size;
}

/** What the connector's meter counted since its last transaction ended. */
function unaccountedBefore(
  recent: readonly Transaction[],
  { settings }: Registration,
  { connectorId, meterStart }: StartReport,
) {
  const last = recent.find(
    (transaction) => transaction.connectorId === connectorId && transaction.end?.endedBy === 'charger',
  );
  const multiplier = settings.meterReadingMultiplier ?? 1;
  return unaccountedEnergy(
    meterReading(last?.end?.meterStop ?? null, multiplier).wh,
    meterReading(meterStart, multiplier).wh,
  );
}

/** Ends what is still open on the connector, with the new start as the estimate of its end. */
function supersede(
  sql: SqlStorage,
  { settings }: Registration,
  report: StartReport,
  open: readonly Transaction[],
) {
  const superseded = findSuperseded(report.connectorId, open);
  if (superseded === null) return { transactions: [], flags: [] };
  const { transaction, flags } = endTransaction(
    superseded,
    {
      endedBy: 'superseded',
      stoppedAt: report.timestamp ?? report.receivedAt,
      stopReceivedAt: report.receivedAt,
      meterStop: report.meterStart,
      reason: null,
      stoppedByIdTag: null,
    },
    readTransactionSamples(sql, superseded, settings),
    settings,
    [{ name: 'supersededTransaction' }],
  );
  writeTransaction(sql, transaction);
  dropTransactionProfiles(sql, transaction.connectorId);
  return { transactions: [transaction], flags };
}
