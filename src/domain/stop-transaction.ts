import { foldIdTag } from './authorization.ts';
import { idleMs } from './energy/idle.ts';
import { type SessionEnergy, sessionEnergy } from './energy/session-energy.ts';
import type { Sample } from './energy/sample.ts';
import type { Flag } from './flag.ts';
import { type EndedBy, type Transaction, withAnomalies } from './transaction.ts';

/** A StopTransaction as far as it was readable (OCPP 1.6 4.10). Times in ms since the epoch, meter in Wh. */
export interface StopReport {
  ocppTransactionId: number | null;
  idTag: string | null;
  /** The group of that tag. */
  parentIdTag: string | null;
  meterStop: number | null;
  /** The charger's time; null when it sent none that can be read. */
  timestamp: number | null;
  reason: string;
  receivedAt: number;
}

export type StopMatch =
  | { kind: 'stops'; transaction: Transaction; flags: Flag[] }
  | { kind: 'repeated'; transaction: Transaction; flags: Flag[] }
  | { kind: 'orphan'; flags: Flag[] };

/**
 * The transaction that a stop belongs to. A stop is never refused. One with an id that nobody gave (0, -1, a strange
 * number) ends the charger's only open transaction if it fits it, and else ends nothing: it names no connector, and a
 * guess could end the wrong car's session (field: DELTA, go-e).
 *
 * @param report `meterStopWh` is its reading as it is accounted: null where the charger knows none (field: ABL sends -1)
 * @param named the transaction of that id, if there is one
 * @param lastReadingWh the newest meter reading of a transaction, if any
 */
export function matchStop(
  report: StopReport & { meterStopWh: number | null },
  named: Transaction | null,
  open: readonly Transaction[],
  lastReadingWh: (transaction: Transaction) => number | null,
): StopMatch {
  if (named !== null) {
    if (named.end === null || named.end.endedBy !== 'charger') {
      return { kind: 'stops', transaction: named, flags: [] };
    }
    const isSame =
      named.end.meterStop === report.meterStop &&
      (report.timestamp === null || named.end.stoppedAt === report.timestamp);
    return {
      kind: 'repeated',
      transaction: named,
      flags: [{ name: isSame ? 'repeatedStop' : 'differingStop', example: String(report.ocppTransactionId) }],
    };
  }
  const example = String(report.ocppTransactionId);
  const [only] = open;
  if (only !== undefined && open.length === 1 && fits(report, only, lastReadingWh(only))) {
    return { kind: 'stops', transaction: only, flags: [{ name: 'stopMatched', example }] };
  }
  return { kind: 'orphan', flags: [{ name: 'orphanStop', example }] };
}

function fits(
  report: StopReport & { meterStopWh: number | null },
  transaction: Transaction,
  lastReadingWh: number | null,
): boolean {
  const { meterStopWh } = report;
  const isMeterPlausible = meterStopWh === null || lastReadingWh === null || meterStopWh >= lastReadingWh;
  return (
    !isForeignStop(report, transaction) &&
    isMeterPlausible &&
    (report.timestamp ?? report.receivedAt) >= transaction.startedAt
  );
}

/** Whether a tag stopped it that is neither the one that began it nor of the same group (OCPP 1.6 4.10). */
export function isForeignStop(
  { idTag, parentIdTag }: { idTag: string | null; parentIdTag: string | null },
  transaction: Transaction,
): boolean {
  if (idTag === null || foldIdTag(idTag) === foldIdTag(transaction.idTag ?? '')) return false;
  const group = transaction.authorization.parentIdTag;
  return parentIdTag === null || group === null || foldIdTag(parentIdTag) !== foldIdTag(group);
}

/** What the owner of a charger knows of its meters. */
export interface MeterSettings {
  maxPowerW?: number | undefined;
  meterReadingMultiplier?: number | undefined;
}

/** The parts of an end that do not follow from energy. */
export interface TransactionEnd {
  endedBy: EndedBy;
  stoppedAt: number;
  stopReceivedAt: number;
  meterStop: number | null;
  reason: string | null;
  stoppedByIdTag: string | null;
}

/** The transaction, ended, with its energy account; an earlier estimate of its end is replaced. `noticed` is odd about it. */
export function endTransaction(
  transaction: Transaction,
  end: TransactionEnd,
  samples: readonly Sample[],
  settings: MeterSettings,
  noticed: readonly Flag[] = [],
): { transaction: Transaction; flags: Flag[] } {
  const energy = sessionEnergy({
    meterStart: transaction.meterStart,
    meterStop: end.meterStop,
    isMeterStopEstimated: end.endedBy !== 'charger',
    startedAt: transaction.startedAt,
    stoppedAt: end.stoppedAt,
    samples,
    maxPowerW: settings.maxPowerW,
    unitMultiplier: settings.meterReadingMultiplier,
  });
  const flags: Flag[] = [...noticed, ...energy.anomalies.map((name) => ({ name }))];
  if (end.stoppedAt < transaction.startedAt) flags.push({ name: 'stopBeforeStart' });
  return {
    transaction: withAnomalies(
      {
        ...transaction,
        end: {
          ...end,
          energyWh: energy.energyWh,
          exportWh: energy.exportWh,
          quality: energy.quality,
          soc: energy.socPercent,
          idleMs: idleMs(samples, end),
        },
      },
      flags.map((flag) => flag.name),
    ),
    flags,
  };
}

/** The account of a transaction that still runs. */
export function runningEnergy(
  transaction: Transaction,
  samples: readonly Sample[],
  settings: MeterSettings,
): SessionEnergy {
  return sessionEnergy({
    meterStart: transaction.meterStart,
    meterStop: null,
    startedAt: transaction.startedAt,
    stoppedAt: null,
    samples,
    maxPowerW: settings.maxPowerW,
    unitMultiplier: settings.meterReadingMultiplier,
  });
}
