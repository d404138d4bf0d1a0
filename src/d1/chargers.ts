import * as z from 'zod';
import { foldIdentity } from '../ocpp/identity.ts';
import { deleteConnectorStatuses } from './connector-statuses.ts';
import { FlagColumn, jsonColumn, readRow, type Statement, statement, writeRows } from './database.ts';

/** What a list shows of a charger; the rest is known to its object alone. */
export const ChargerRow = z
  .object({
    charger_id: z.string(),
    charge_box_id: z.string(),
    folded_id: z.string(),
    name: z.string().nullable(),
    location: z.string().nullable(),
    labels: jsonColumn(z.array(z.string())),
    registered_at: z.int(),
    is_online: FlagColumn,
    last_seen_at: z.int().nullable(),
    vendor: z.string().nullable(),
    model: z.string().nullable(),
    firmware_version: z.string().nullable(),
    projected_at: z.int().nullable(),
  })
  .transform((row) => ({
    chargerId: row.charger_id,
    chargeBoxId: row.charge_box_id,
    foldedId: row.folded_id,
    name: row.name,
    location: row.location,
    labels: row.labels,
    registeredAt: row.registered_at,
    isOnline: row.is_online,
    lastSeenAt: row.last_seen_at,
    vendor: row.vendor,
    model: row.model,
    firmwareVersion: row.firmware_version,
    projectedAt: row.projected_at,
  }));
export type ChargerRow = z.infer<typeof ChargerRow>;

/** What D1 is told of a charger by its owner. */
export interface ListedRegistration {
  accountId: string;
  chargerId: string;
  chargeBoxId: string;
  name: string | null;
  location: string | null;
  labels: readonly string[];
  registeredAt: number;
}

/** How long a registration in progress is its own; one that was cut in half can be completed after that. */
const CLAIM_MS = 5_000;

const Claim = z
  .object({ charger_id: z.string(), registered_at: z.int() })
  .transform((row) => ({ chargerId: row.charger_id, registeredAt: row.registered_at }));
export type Claim = z.infer<typeof Claim>;

/**
 * Takes an identity for a registration: a new one, or one of the same account that never reached its object.
 *
 * @returns the id and time under which it is registered; null when the identity is taken
 */
export function claimIdentity(
  db: D1Database,
  charger: ListedRegistration,
  now: number,
): Promise<Claim | null> {
  return readRow(
    db,
    Claim,
    statement(
      `INSERT INTO chargers
         (account_id, charger_id, charge_box_id, folded_id, name, location, labels, registered_at, claimed_until)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
       ON CONFLICT (folded_id) DO UPDATE SET
         charge_box_id = excluded.charge_box_id, name = excluded.name, location = excluded.location,
         labels = excluded.labels, claimed_until = excluded.claimed_until
       WHERE chargers.account_id = excluded.account_id AND chargers.is_provisioned = 0
         AND chargers.claimed_until <= ?10
       RETURNING charger_id, registered_at`,
      charger.accountId,
      charger.chargerId,
      charger.chargeBoxId,
      foldIdentity(charger.chargeBoxId),
      charger.name,
      charger.location,
      JSON.stringify(charger.labels),
      charger.registeredAt,
      now + CLAIM_MS,
      now,
    ),
  );
}

/** Lets the same POST complete a registration at once whose object did not answer. */
export async function releaseClaim(db: D1Database, accountId: string, chargerId: string): Promise<void> {
  await writeRows(db, [
    statement(
      'UPDATE chargers SET claimed_until = 0 WHERE account_id = ? AND charger_id = ?',
      accountId,
      chargerId,
    ),
  ]);
}

/** From here on the charger is listed and counted. */
export async function listCharger(
  db: D1Database,
  accountId: string,
  chargerId: string,
  labels: readonly string[],
): Promise<void> {
  await writeRows(db, [
    statement(
      'UPDATE chargers SET is_provisioned = 1 WHERE account_id = ? AND charger_id = ?',
      accountId,
      chargerId,
    ),
    ...labels.map((label) => insertLabel(accountId, label, chargerId)),
  ]);
}

/** Shows what an owner changed. False when the account lists no such charger. */
export async function updateListedCharger(
  db: D1Database,
  charger: Pick<ListedRegistration, 'accountId' | 'chargeBoxId' | 'name' | 'location' | 'labels'>,
): Promise<boolean> {
  const { accountId, chargeBoxId, name, location, labels } = charger;
  const listed = await findKeys(db, accountId, chargeBoxId);
  if (listed === null) return false;
  const { chargerId } = listed;
  await writeRows(db, [
    statement(
      'UPDATE chargers SET name = ?, location = ?, labels = ? WHERE account_id = ? AND charger_id = ?',
      name,
      location,
      JSON.stringify(labels),
      accountId,
      chargerId,
    ),
    ...listed.labels
      .filter((label) => !labels.includes(label))
      .map((label) => deleteLabel(accountId, label, chargerId)),
    ...labels
      .filter((label) => !listed.labels.includes(label))
      .map((label) => insertLabel(accountId, label, chargerId)),
  ]);
  return true;
}

/** Whether the account had this charger, listed or cut in half. Its transactions stay. */
export async function deleteCharger(
  db: D1Database,
  accountId: string,
  chargeBoxId: string,
): Promise<boolean> {
  const listed = await findKeys(db, accountId, chargeBoxId);
  if (listed === null) return false;
  const { chargerId, labels } = listed;
  await writeRows(db, [
    ...labels.map((label) => deleteLabel(accountId, label, chargerId)),
    deleteConnectorStatuses(accountId, chargerId),
    statement('DELETE FROM chargers WHERE account_id = ? AND charger_id = ?', accountId, chargerId),
  ]);
  return true;
}

const Keys = z
  .object({ charger_id: z.string(), labels: jsonColumn(z.array(z.string())) })
  .transform((row) => ({ chargerId: row.charger_id, labels: row.labels }));

function findKeys(
  db: D1Database,
  accountId: string,
  chargeBoxId: string,
): Promise<z.infer<typeof Keys> | null> {
  return readRow(
    db,
    Keys,
    statement(
      'SELECT charger_id, labels FROM chargers WHERE folded_id = ? AND account_id = ?',
      foldIdentity(chargeBoxId),
      accountId,
    ),
  );
}

function insertLabel(accountId: string, label: string, chargerId: string): Statement {
  return statement('INSERT OR IGNORE INTO charger_labels VALUES (?, ?, ?)', accountId, label, chargerId);
}

function deleteLabel(accountId: string, label: string, chargerId: string): Statement {
  return statement(
    'DELETE FROM charger_labels WHERE account_id = ? AND label = ? AND charger_id = ?',
    accountId,
    label,
    chargerId,
  );
}
