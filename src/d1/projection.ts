import type { ChargerEvent, EventBatch } from '../contracts/charger-event.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { TransactionBody } from '../contracts/transaction-body.ts';
import { foldIdTag } from '../domain/authorization.ts';
import { projectConnectorStatus } from './connector-statuses.ts';
import { type Parameter, type Statement, statement, writeRows } from './database.ts';
import { upsertTransaction } from './transactions.ts';
import { noteUnknownIdTag, type Presented } from './unknown-id-tags.ts';

/** The columns of `chargers` that events speak of; only those that a batch speaks of are written. */
type ChargerColumn = 'is_online' | 'last_seen_at' | 'vendor' | 'model' | 'firmware_version';
type ChargerState = Map<ChargerColumn, Parameter>;

/**
 * Shows a log's new events in the lists: one transaction in D1, with one row a charger, connector and transaction for
 * all that happened to it. A batch may come again and old ones may come after new ones: neither changes anything.
 * Throws `DatabaseUnavailable`.
 */
export async function projectEvents(
  db: D1Database,
  accountId: string,
  batches: readonly EventBatch[],
): Promise<void> {
  await writeRows(
    db,
    batches.flatMap((batch) => projectBatch(accountId, batch)),
  );
}

function projectBatch(accountId: string, { chargerId, chargeBoxId, events }: EventBatch): Statement[] {
  const state: ChargerState = new Map();
  const connectors = new Map<number, { status: string; sequence: number }>();
  const transactions = new Map<string, TransactionBody>();
  const presented = new Map<string, Presented>();
  for (const event of events) {
    if (event.event === 'idtag.refused') present(presented, chargeBoxId, event.at, event.data);
    else fold(event, state, connectors, transactions);
  }
  const last = events.at(-1);
  if (last === undefined) return [];
  return [
    ...chargerStatement(accountId, chargerId, state, last),
    ...[...connectors].flatMap(([connectorId, change]) =>
      projectConnectorStatus({ accountId, chargerId, connectorId, ...change }),
    ),
    ...[...transactions.values()].map((body) => upsertTransaction({ accountId, chargerId }, body)),
    ...[...presented.values()].flatMap((tag) => noteUnknownIdTag(accountId, tag)),
  ];
}

/** What a batch says of one tag becomes one row. */
function present(
  presented: Map<string, Presented>,
  chargeBoxId: string,
  at: number,
  tag: Pick<Presented, 'idTag' | 'status' | 'reason'>,
): void {
  const before = presented.get(foldIdTag(tag.idTag));
  presented.set(foldIdTag(tag.idTag), {
    ...tag,
    chargeBoxId,
    count: (before?.count ?? 0) + 1,
    firstAt: before?.firstAt ?? at,
    lastAt: at,
  });
}

function fold(
  event: Exclude<ChargerEvent, { event: 'idtag.refused' }>,
  state: ChargerState,
  connectors: Map<number, { status: string; sequence: number }>,
  transactions: Map<string, TransactionBody>,
): void {
  switch (event.event) {
    case 'charger.connected':
      state.set('is_online', 1);
      state.set('last_seen_at', event.at);
      return;
    case 'charger.disconnected':
      state.set('is_online', 0);
      if (event.data.lastSeenAt !== null) state.set('last_seen_at', Date.parse(event.data.lastSeenAt));
      return;
    case 'charger.boot':
      state.set('vendor', event.data.vendor);
      state.set('model', event.data.model);
      state.set('firmware_version', event.data.firmwareVersion);
      state.set('last_seen_at', event.at);
      return;
    case 'connector.status_changed':
      connectors.set(event.data.connectorId, { status: event.data.status, sequence: event.sequence });
      return;
    case 'firmware.status':
    case 'diagnostics.status':
    case 'reservation.changed':
    case 'security.event':
      return;
    case 'transaction.started':
    case 'transaction.stopped':
      transactions.set(event.data.transactionId, event.data);
      return;
    default:
      assertNever(event);
  }
}

function chargerStatement(
  accountId: string,
  chargerId: string,
  state: ChargerState,
  last: ChargerEvent,
): Statement[] {
  if (state.size === 0) return [];
  return [
    statement(
      `UPDATE chargers SET ${[...state.keys()].map((column) => `${column} = ?`).join(', ')},
         projected_sequence = ?, projected_at = ?
       WHERE account_id = ? AND charger_id = ? AND projected_sequence < ?`,
      ...state.values(),
      last.sequence,
      last.at,
      accountId,
      chargerId,
      last.sequence,
    ),
  ];
}
