import { foldIdentity } from '../ocpp/identity.ts';
import type { ChargePointStatus } from '../ocpp/v16/types/charge-point-status.ts';
import { ChargerRow } from './chargers.ts';
import { type Parameter, readRows, type Statement, statement } from './database.ts';
import { countUpTo } from './pages.ts';

export interface ChargerFilter {
  isOnline?: boolean | undefined;
  connectorStatus?: ChargePointStatus | undefined;
  label?: string | undefined;
  /** The beginning of chargeBoxId, in any case. */
  prefix?: string | undefined;
}

/** Newest registration first; with a prefix in the order of the identities, as the index has them. */
export type ChargerOrder = 'newest' | 'identity';

export function orderOf(filter: ChargerFilter): ChargerOrder {
  return filter.prefix === undefined ? 'newest' : 'identity';
}

/** Where a charger stands in its list. */
export function positionOf(order: ChargerOrder, charger: ChargerRow): string {
  return order === 'newest' ? charger.chargerId : charger.foldedId;
}

interface Page {
  limit: number;
  offset: number;
  after: string | null;
}

const COLUMNS = `c.charger_id, c.charge_box_id, c.folded_id, c.name, c.location, c.labels, c.registered_at, c.is_online,
  c.last_seen_at, c.vendor, c.model, c.firmware_version, c.projected_at`;

/** Nothing sorts behind these: ids are ASCII, and there is no higher code point. */
const LAST_ID = '~';
const LAST_CHARACTER = '\u{10ffff}';

/** One page of the account's chargers, behind the position `after`. */
export function pageChargers(
  db: D1Database,
  accountId: string,
  filter: ChargerFilter,
  page: Page,
): Promise<ChargerRow[]> {
  const walk = walkOf(accountId, filter, page.after);
  return readRows(
    db,
    ChargerRow,
    walk.source === 'connector_statuses AS k' ? leapingPage(walk, page) : walkingPage(walk, page),
  );
}

/** How many chargers pass the filter, counted up to `atMost`. */
export function countFilteredChargers(
  db: D1Database,
  accountId: string,
  filter: ChargerFilter,
  atMost: number,
): Promise<number> {
  const { source, conditions, parameters } = walkOf(accountId, filter, null);
  const sql = `SELECT DISTINCT k.charger_id FROM ${source} WHERE ${conditions.join(' AND ')}`;
  return countUpTo(db, statement(sql, ...parameters), atMost);
}

/** One index, and which of its rows: `k` is the row that is walked. */
interface Walk {
  source: string;
  order: 'k.charger_id DESC' | 'k.folded_id ASC';
  conditions: string[];
  parameters: Parameter[];
}

/** The first of these filters that is given walks its own index; the others are then asked of each charger. */
function walkOf(accountId: string, filter: ChargerFilter, after: string | null): Walk {
  const { isOnline, connectorStatus, label, prefix } = filter;
  const walk = walkOfFirst(accountId, filter, after);
  const require = (condition: string, value: Parameter) => {
    walk.conditions.push(condition);
    walk.parameters.push(value);
  };
  if (isOnline !== undefined && !walk.source.endsWith('chargers_by_online')) {
    require(existsIn('chargers', 'is_online'), Number(isOnline));
  }
  if (connectorStatus !== undefined && !walk.source.startsWith('connector_statuses')) {
    require(existsIn('connector_statuses', 'status'), connectorStatus);
  }
  if (label !== undefined && !walk.source.startsWith('charger_labels')) {
    require(existsIn('charger_labels', 'label'), label);
  }
  // Elsewhere the position is part of the walk's own range: an index uses one bound a side.
  if (after !== null && prefix === undefined && !walk.source.startsWith('connector_statuses')) {
    require('k.charger_id < ?', after);
  }
  return walk;
}

function walkOfFirst(accountId: string, filter: ChargerFilter, after: string | null): Walk {
  const { isOnline, connectorStatus, label, prefix } = filter;
  const newest = (source: string, condition: string, ...values: Parameter[]): Walk => ({
    source,
    order: 'k.charger_id DESC',
    conditions: ['k.account_id = ?', condition],
    parameters: [accountId, ...values],
  });
  if (prefix !== undefined) {
    const first = foldIdentity(prefix);
    // One bound below, as an index can use no more: the prefix itself, or the position behind it.
    return {
      source: 'chargers AS k INDEXED BY chargers_by_prefix',
      order: 'k.folded_id ASC',
      conditions: [
        'k.account_id = ?',
        'k.is_provisioned = 1',
        after === null ? 'k.folded_id >= max(?, ?)' : 'k.folded_id > max(?, ?)',
        'k.folded_id < ?',
      ],
      parameters: [accountId, first, after ?? '', `${first}${LAST_CHARACTER}`],
    };
  }
  if (connectorStatus !== undefined) {
    return newest('connector_statuses AS k', 'k.status = ?', connectorStatus);
  }
  if (label !== undefined) return newest('charger_labels AS k', 'k.label = ?', label);
  if (isOnline !== undefined) {
    return newest(
      'chargers AS k INDEXED BY chargers_by_online',
      'k.is_provisioned = 1 AND k.is_online = ?',
      Number(isOnline),
    );
  }
  return newest('chargers AS k', 'k.is_provisioned = 1');
}

function walkingPage({ source, order, conditions, parameters }: Walk, page: Page): Statement {
  const isCharger = source.startsWith('chargers');
  return statement(
    `SELECT ${isCharger ? COLUMNS.replaceAll('c.', 'k.') : COLUMNS} FROM ${source}
     ${isCharger ? '' : 'CROSS JOIN chargers AS c ON c.account_id = k.account_id AND c.charger_id = k.charger_id'}
     WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ? OFFSET ?`,
    ...parameters,
    page.limit,
    page.offset,
  );
}

/** A charger has a row for each connector: this leaps from charger to charger instead of reading them all. */
function leapingPage({ source, conditions, parameters }: Walk, page: Page): Statement {
  const nextBefore = (bound: string) => `(SELECT k.charger_id FROM ${source}
    WHERE ${conditions.join(' AND ')} AND k.charger_id < ${bound} ORDER BY k.charger_id DESC LIMIT 1)`;
  const accountId = parameters[0] ?? null;
  return statement(
    `WITH RECURSIVE page (charger_id) AS (
       SELECT ${nextBefore('?')} UNION ALL
       SELECT ${nextBefore('page.charger_id')} FROM page WHERE page.charger_id IS NOT NULL LIMIT ? OFFSET ?)
     SELECT ${COLUMNS} FROM page CROSS JOIN chargers AS c ON c.account_id = ? AND c.charger_id = page.charger_id`,
    ...parameters,
    page.after ?? LAST_ID,
    ...parameters,
    page.limit,
    page.offset,
    accountId,
  );
}

function existsIn(table: 'chargers' | 'connector_statuses' | 'charger_labels', column: string): string {
  return `EXISTS (SELECT 1 FROM ${table} AS other WHERE other.account_id = k.account_id
    AND other.charger_id = k.charger_id AND other.${column} = ?)`;
}
