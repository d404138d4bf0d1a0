import { foldIdTag, paddingFlags } from '../../domain/authorization.ts';
import { readChargerTime, toldTime } from '../../domain/charger-time.ts';
import { meterReading } from '../../domain/energy/meter-reading.ts';
import { readSamples } from '../../domain/energy/read-samples.ts';
import type { Flag } from '../../domain/flag.ts';
import type { ChargerSettings } from '../../domain/registration.ts';
import {
  endTransaction,
  isForeignStop,
  matchStop,
  runningEnergy,
  type StopReport,
} from '../../domain/stop-transaction.ts';
import { type Transaction, withAnomalies } from '../../domain/transaction.ts';
import { StopTransaction } from '../../ocpp/v16/messages/core/stop-transaction.ts';
import { dropTransactionProfiles } from '../charging-profiles.ts';
import { defineHandler } from '../handler.ts';
import { toIdTagInfo } from '../id-tag-info.ts';
import { addMeterValues, readTransactionSamples } from '../store/meter-values.ts';
import { readLinkableCommands } from '../store/commands.ts';
import { addOrphanStop } from '../store/orphan-stops.ts';
import { readOpenTransactions, readTransaction, writeTransaction } from '../store/transactions.ts';
import { toTransactionBody } from '../transaction-body.ts';

/** Ends a transaction. Never refused (OCPP 1.6 4.10): a refused stop is sent for ever, or dropped with its money. */
export const stopTransaction = defineHandler(StopTransaction, {
  idTags: ({ idTag }) => (idTag === undefined || foldIdTag(idTag) === '' ? [] : [idTag]),
  handle: ({ request, payload, receivedAt, tolerated }, { sql, registration, present }) => {
    const idTag = request.idTag === undefined || foldIdTag(request.idTag) === '' ? null : request.idTag;
    const open = readOpenTransactions(sql);
    const decision =
      idTag === null ? null : present(idTag, { commands: readLinkableCommands(sql), open }).decision;
    const { settings } = registration;
    const confirmation = decision === null ? {} : { idTagInfo: toIdTagInfo(decision, settings) };
    const time = readChargerTime(request.timestamp, receivedAt);
    const clock = toldTime(time.at, true);
    const odd = [...time.flags, ...(idTag === null ? [] : paddingFlags(idTag))];
    const report: StopReport = {
      ocppTransactionId: request.transactionId,
      idTag,
      parentIdTag: decision?.parentIdTag ?? null,
      meterStop: request.meterStop,
      timestamp: time.at,
      reason: request.reason ?? 'Local',
      receivedAt,
    };
    const named =
      open.find(({ ocppTransactionId }) => ocppTransactionId === request.transactionId) ??
      (request.transactionId === null ? null : readTransaction(sql, request.transactionId));
    const meterStopWh = meterReading(request.meterStop, settings.meterReadingMultiplier ?? 1).wh;
    const match = matchStop({ ...report, meterStopWh }, named, open, (running) =>
      lastReading(sql, settings, running),
    );
    switch (match.kind) {
      case 'repeated':
        return { confirmation, flags: [...odd, ...match.flags], ...clock };
      case 'orphan':
        addOrphanStop(sql, { receivedAt, payload });
        return { confirmation, flags: [...odd, ...match.flags], ...clock };
      case 'stops': {
        const noticed = [...odd, ...match.flags];
        const noted = withAnomalies(
          match.transaction,
          tolerated.map(({ name }) => name),
        );
        const { transaction, flags } = stop(sql, settings, report, noted, noticed, {
          transactionData: request.transactionData,
          payload,
        });
        return {
          confirmation,
          flags,
          ...clock,
          events: [
            {
              event: 'transaction.stopped',
              data: toTransactionBody(sql, registration, transaction, receivedAt),
            },
          ],
        };
      }
    }
  },
});

function stop(
  sql: SqlStorage,
  settings: ChargerSettings,
  report: StopReport,
  transaction: Transaction,
  noticed: readonly Flag[],
  { transactionData, payload }: { transactionData: readonly unknown[] | undefined; payload: unknown },
) {
  const connectorId = transaction.connectorId ?? 0;
  const { receivedAt } = report;
  const own = readTransactionSamples(sql, transaction, settings);
  const meterValue = rawTransactionData(payload) ?? transactionData;
  const sent =
    meterValue === undefined
      ? null
      : readSamples(meterValue, { connectorId, receivedAt, unitOverride: settings.meterUnits });
  if (sent !== null && sent.samples.length > 0) {
    addMeterValues(sql, transaction.ocppTransactionId, { connectorId, receivedAt, meterValue });
  }
  const foreign: Flag[] = isForeignStop(report, transaction)
    ? [{ name: 'foreignStop', example: report.idTag ?? '' }]
    : [];
  const ended = endTransaction(
    transaction,
    {
      endedBy: 'charger',
      stoppedAt: report.timestamp ?? receivedAt,
      stopReceivedAt: receivedAt,
      meterStop: report.meterStop,
      reason: report.reason,
      stoppedByIdTag: report.idTag,
    },
    [...own, ...(sent?.samples ?? [])],
    settings,
    [...noticed, ...foreign, ...(sent?.flags ?? [])],
  );
  writeTransaction(sql, ended.transaction);
  dropTransactionProfiles(sql, transaction.connectorId);
  return ended;
}

/** As the charger sent it: what could not be understood is kept too. */
function rawTransactionData(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'transactionData' in payload
    ? payload.transactionData
    : undefined;
}

/** The newest meter reading of a running transaction, in Wh. */
function lastReading(sql: SqlStorage, settings: ChargerSettings, transaction: Transaction): number | null {
  const { meterStartWh, energyWh } = runningEnergy(
    transaction,
    readTransactionSamples(sql, transaction, settings),
    settings,
  );
  return meterStartWh === null ? null : meterStartWh + (energyWh ?? 0);
}
