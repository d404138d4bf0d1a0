import * as z from 'zod';
import { foldIdentity } from '../ocpp/identity.ts';
import { deleteCharger, type ListedRegistration } from './chargers.ts';
import { restoreConnectorStatus } from './connector-statuses.ts';
import { jsonColumn, readRow, readRows, statement, writeRows } from './database.ts';

/** What D1 shows of a charger, as its object says it. Times in ms since the epoch. */
export interface RestoredState {
  accountId: string;
  chargerId: string;
  /** Of the charger's newest event: the state is that behind it. */
  sequence: number;
  at: number;
  isOnline: boolean;
  lastSeenAt: number | null;
  vendor: string | null;
  model: string | null;
  firmwareVersion: string | null;
  connectors: readonly { connectorId: number; status: string }[];
}

const Listed = z
  .object({ account_id: z.string(), charger_id: z.string(), labels: jsonColumn(z.array(z.string())) })
  .transform((row) => ({ accountId: row.account_id, chargerId: row.charger_id, labels: row.labels }));

/**
 * Lists a charger as its object knows it: a row that was lost comes back, one that is older is corrected, and one of
 * another charger that had this identity before goes. Right rows are not written. Throws `DatabaseUnavailable`.
 */
export async function restoreRegistration(db: D1Database, charger: ListedRegistration): Promise<void> {
  const { accountId, chargerId, chargeBoxId, name, location, labels, registeredAt } = charger;
  const foldedId = foldIdentity(chargeBoxId);
  const listed = await readRow(
    db,
    Listed,
    statement('SELECT account_id, charger_id, labels FROM chargers WHERE folded_id = ?', foldedId),
  );
  if (listed !== null && listed.chargerId !== chargerId) {
    await deleteCharger(db, listed.accountId, chargeBoxId);
  }
  const gone =
    listed?.chargerId === chargerId ? listed.labels.filter((label) => !labels.includes(label)) : [];
  await writeRows(db, [
    statement(
      `INSERT INTO chargers
         (account_id, charger_id, charge_box_id, folded_id, name, location, labels, registered_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (folded_id) DO UPDATE SET
         charge_box_id = excluded.charge_box_id, name = excluded.name, location = excluded.location,
         labels = excluded.labels, registered_at = excluded.registered_at
       WHERE chargers.charger_id = excluded.charger_id
         AND (chargers.charge_box_id, chargers.name, chargers.location, chargers.labels, chargers.registered_at)
           IS NOT (excluded.charge_box_id, excluded.name, excluded.location, excluded.labels, excluded.registered_at)`,
      accountId,
      chargerId,
      chargeBoxId,
      foldedId,
      name,
      location,
      JSON.stringify(labels),
      registeredAt,
    ),
    // Apart from the insertion, so that the account's count follows.
    statement(
      'UPDATE chargers SET is_provisioned = 1 WHERE account_id = ? AND charger_id = ? AND is_provisioned = 0',
      accountId,
      chargerId,
    ),
    ...gone.map((label) =>
      statement(
        'DELETE FROM charger_labels WHERE account_id = ? AND label = ? AND charger_id = ?',
        accountId,
        label,
        chargerId,
      ),
    ),
    ...labels.map((label) =>
      statement('INSERT OR IGNORE INTO charger_labels VALUES (?, ?, ?)', accountId, label, chargerId),
    ),
  ]);
}

/**
 * Shows the state that a charger's object tells, where D1 shows another one. An event that comes meanwhile has a higher
 * sequence, and counts. Throws `DatabaseUnavailable`.
 */
export async function restoreState(db: D1Database, state: RestoredState): Promise<void> {
  const { accountId, chargerId, sequence, connectors } = state;
  await writeRows(db, [
    statement(
      `UPDATE chargers SET is_online = ?3, vendor = ?4, model = ?5, firmware_version = ?6, last_seen_at = ?7,
         projected_sequence = ?8, projected_at = ?9
       WHERE account_id = ?1 AND charger_id = ?2
         AND (projected_sequence > ?8 OR (is_online, vendor, model, firmware_version) IS NOT (?3, ?4, ?5, ?6))`,
      accountId,
      chargerId,
      state.isOnline ? 1 : 0,
      state.vendor,
      state.model,
      state.firmwareVersion,
      state.lastSeenAt,
      sequence,
      state.at,
    ),
    ...connectors
      .filter(({ connectorId }) => connectorId > 0)
      .flatMap(({ connectorId, status }) =>
        restoreConnectorStatus({ accountId, chargerId, connectorId, status, sequence }),
      ),
  ]);
}

const Known = z
  .object({ account_id: z.string(), charger_id: z.string(), charge_box_id: z.string() })
  .transform((row) => ({
    accountId: row.account_id,
    chargerId: row.charger_id,
    chargeBoxId: row.charge_box_id,
  }));
type ListedCharger = z.infer<typeof Known>;

/** The listed chargers of an account, in the order of their ids. */
export function walkChargers(
  db: D1Database,
  accountId: string,
  after: string,
  limit: number,
): Promise<ListedCharger[]> {
  return readRows(
    db,
    Known,
    statement(
      `SELECT account_id, charger_id, charge_box_id FROM chargers
       WHERE account_id = ? AND charger_id > ? AND is_provisioned = 1 ORDER BY charger_id LIMIT ?`,
      accountId,
      after,
      limit,
    ),
  );
}

const ChargerId = z.object({ charger_id: z.string() });

/** Which of these the account lists. */
export async function listedAmong(
  db: D1Database,
  accountId: string,
  chargerIds: readonly string[],
): Promise<Set<string>> {
  if (chargerIds.length === 0) return new Set();
  const rows = await readRows(
    db,
    ChargerId,
    statement(
      `SELECT charger_id FROM chargers WHERE account_id = ? AND is_provisioned = 1
         AND charger_id IN (${chargerIds.map(() => '?').join(', ')})`,
      accountId,
      ...chargerIds,
    ),
  );
  return new Set(rows.map((row) => row.charger_id));
}

const AccountId = z.object({ account_id: z.string() });

/** The account behind another one in the order of their ids; null behind the last. */
export async function nextAccount(db: D1Database, after: string): Promise<string | null> {
  const row = await readRow(
    db,
    AccountId,
    statement('SELECT account_id FROM accounts WHERE account_id > ? ORDER BY account_id LIMIT 1', after),
  );
  return row?.account_id ?? null;
}
