import type {
  CommandBody,
  ConnectorSeries,
  MeterValueBody,
  OrphanStopBody,
  TracedFrame,
  TraceQuery,
} from '../contracts/charger-rpc.ts';
import type { Sample } from '../domain/energy/sample.ts';
import { orderedSamples } from '../domain/energy/ordered-samples.ts';
import { thinSamples } from '../domain/energy/thin.ts';
import type { Registration } from '../domain/registration.ts';
import { toIsoTime } from '../lib/time.ts';
import type { Session } from './session.ts';
import { toCommandBody } from './command-body.ts';
import { readCommand, readRecentCommands } from './store/commands.ts';
import { facts } from './store/facts.ts';
import { readPackedMeterValues } from './store/meter-packs.ts';
import {
  readConnectorSamples,
  readTransactionSamples,
  type SampleWindow,
  samplesOf,
} from './store/meter-values.ts';
import { readOrphanStops } from './store/orphan-stops.ts';
import { readTracePacks } from './store/trace.ts';
import { readTransactionsById } from './store/transactions.ts';
import { findFrames } from './trace.ts';

/** The samples of a transaction by the time they were taken; one an interval and quantity where they are thinned. */
export async function meterValuesOf(
  sql: SqlStorage,
  { settings }: Registration,
  transactionId: string,
  intervalSeconds: number | undefined,
): Promise<MeterValueBody[] | 'unknownTransaction'> {
  const [transaction] = readTransactionsById(sql, [transactionId]);
  if (transaction === undefined) return 'unknownTransaction';
  const packed = await readPackedMeterValues(sql, transaction, transaction.end?.stopReceivedAt ?? null);
  const samples = [...samplesOf(packed, settings), ...readTransactionSamples(sql, transaction, settings)];
  const series =
    intervalSeconds === undefined ? orderedSamples(samples) : thinSamples(samples, intervalSeconds * 1000);
  return series.map(toMeterValueBody);
}

/** The samples of a connector that belong to no transaction. */
export function connectorSeriesOf(
  sql: SqlStorage,
  { chargeBoxId, settings }: Registration,
  connectorId: number,
  window: SampleWindow,
): ConnectorSeries {
  const samples = readConnectorSamples(sql, connectorId, window, settings);
  return { chargeBoxId, meterValues: samples.map(toMeterValueBody) };
}

function toMeterValueBody({ at, receivedAt, ...sample }: Sample): MeterValueBody {
  return { timestamp: toIsoTime(at), receivedAt: toIsoTime(receivedAt), ...sample };
}

/** The stops that fitted no transaction, newest first. */
export function orphanStopsOf(sql: SqlStorage): OrphanStopBody[] {
  return readOrphanStops(sql).map(({ receivedAt, payload }) => ({
    receivedAt: toIsoTime(receivedAt),
    payload,
  }));
}

/** The wire trace: the packs that are stored and the frames that wait with the socket, or wait for the next one. */
export function messagesOf(
  sql: SqlStorage,
  { settings }: Registration,
  session: Session | null,
  query: TraceQuery,
  now: number,
): TracedFrame[] {
  const waiting = session?.trace ?? facts.connection.read(sql)?.trace ?? '';
  const since = now - settings.traceDays * 86_400_000;
  return findFrames([...readTracePacks(sql, since), waiting], query);
}

/** The commands that were sent or tried, newest first. */
export function commandsOf(
  sql: SqlStorage,
  { chargeBoxId }: Registration,
  { commandId, limit }: { commandId?: string; limit: number },
): CommandBody[] {
  const one = commandId === undefined ? null : readCommand(sql, commandId);
  const commands = commandId === undefined ? readRecentCommands(sql, limit) : one === null ? [] : [one];
  return commands.map((command) => toCommandBody(chargeBoxId, command));
}
