import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { TransactionBody } from '../../../src/contracts/transaction-body.ts';
import { chargePointStatus } from '../../../src/ocpp/v16/types/charge-point-status.ts';

/** Registered from here on, one a second; transactions begin a minute apart. */
const BEGAN_AT = Date.UTC(2024, 0, 1);
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** So many chargers share a label. */
const CHARGERS_A_LABEL = 100;
const ID_TAGS = 20_000;
/** One in so many transactions still runs. */
const RUNNING_EACH = 2_000;

/** What a request needs to ask for something of this fleet. */
export const LARGE_FLEET = {
  chargeBoxId: 'LARGE-000500',
  prefix: 'LARGE-0004',
  label: 'site-5',
  idTag: 'TAG-77',
  /** The id of the charger of this number. */
  chargerId: (number: number) => `chg_${digits(number, 12)}7${'0'.repeat(19)}`,
  /** Where the transaction of this number stands in the list. */
  transactionPosition: (number: number) => ({
    startTime: BEGAN_AT + number * MINUTE_MS,
    transactionId: `txn_${digits(number, 12)}7${'0'.repeat(19)}`,
  }),
};

const Account = z.object({ account_id: z.string() });
const Definition = z.object({ type: z.string(), name: z.string(), sql: z.string() });
const Total = z.object({ total: z.int() });

/**
 * Writes a fleet and its history straight into D1's file, which no server may have open: through the server it would
 * take hours. What is there already stays.
 */
export function addLargeFleet(dataFolder: string, size: { chargers: number; transactions: number }): void {
  const database = new DatabaseSync(databaseFile(dataFolder));
  try {
    if (isThere(database, size)) return;
    const { account_id: accountId } = Account.parse(
      database.prepare('SELECT account_id FROM accounts').get(),
    );
    database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN');
    const rebuild = withoutIndexes(database);
    addChargers(database, accountId, size.chargers);
    addTransactions(database, accountId, size);
    for (const sql of rebuild) database.exec(sql);
    database
      .prepare(
        `UPDATE accounts SET charger_count = charger_count + ?, transaction_count = transaction_count + ?
         WHERE account_id = ?`,
      )
      .run(size.chargers, size.transactions, accountId);
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

/** The one file of D1 that has our tables; the other is Miniflare's own. */
function databaseFile(dataFolder: string): string {
  const folder = join(dataFolder, 'v3', 'd1');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => join(folder, name));
  const file = files.find((path) => existsSync(path) && hasTable(path, 'chargers'));
  if (file === undefined) throw new Error(`No database in ${folder} has the tables of Capacitor.`);
  return file;
}

function hasTable(path: string, name: string): boolean {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return (
      database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !==
      undefined
    );
  } finally {
    database.close();
  }
}

function isThere(database: DatabaseSync, size: { chargers: number; transactions: number }): boolean {
  const count = (table: string, column: string, beginning: string) =>
    Total.parse(
      database.prepare(`SELECT count(*) AS total FROM ${table} WHERE ${column} GLOB ?`).get(`${beginning}*`),
    ).total;
  const found = count('chargers', 'folded_id', 'large-');
  if (found === 0) return false;
  if (found === size.chargers && count('transactions', 'folded_id', 'large-') === size.transactions)
    return true;
  throw new Error('The folder of --data holds a fleet of another size. Give it another folder.');
}

/**
 * Takes indexes and triggers away while rows are written: sorted at their end, they are made in a fraction of the time.
 *
 * @returns the statements that bring them back
 */
function withoutIndexes(database: DatabaseSync): string[] {
  const definitions = z.array(Definition).parse(
    database
      .prepare(
        `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger')
             AND tbl_name IN ('chargers', 'transactions', 'charger_labels', 'connector_statuses')`,
      )
      .all(),
  );
  for (const { type, name } of definitions) database.exec(`DROP ${type} ${name}`);
  return definitions.map(({ sql }) => sql);
}

/** A table with the numbers of 1 to `?1`, named n. */
const NUMBERS = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)';
const CHARGE_BOX = "printf('%06d', i)";

function addChargers(database: DatabaseSync, accountId: string, chargers: number): void {
  const chargerId = "printf('chg_%012d70000000000000000000', i)";
  const label = `'site-' || (i / ${CHARGERS_A_LABEL})`;
  const statuses = chargePointStatus().options.map((status) => `'${status}'`);
  const status = `CASE (i + c) % ${statuses.length} ${statuses.map((name, at) => `WHEN ${at} THEN ${name}`).join(' ')} END`;
  database
    .prepare(
      `${NUMBERS} INSERT INTO chargers (account_id, charger_id, charge_box_id, folded_id, name, labels, registered_at,
         is_provisioned, vendor, model, firmware_version, last_seen_at, projected_sequence, projected_at)
       SELECT ?2, ${chargerId}, 'LARGE-' || ${CHARGE_BOX}, 'large-' || ${CHARGE_BOX}, 'Charger ' || i,
         json_array(${label}), ?3 + i * ${SECOND_MS}, 1, 'Bench', 'One', '1.0', ?3 + i * ${SECOND_MS}, 9,
         ?3 + i * ${SECOND_MS} FROM n`,
    )
    .run(chargers, accountId, BEGAN_AT);
  database
    .prepare(
      `${NUMBERS} INSERT INTO charger_labels (account_id, label, charger_id) SELECT ?2, ${label}, ${chargerId} FROM n`,
    )
    .run(chargers, accountId);
  database
    .prepare(
      `${NUMBERS} INSERT INTO connector_statuses (account_id, status, charger_id, connector_id, projected_sequence)
       SELECT ?2, ${status}, ${chargerId}, c, 9 FROM n, (SELECT 1 AS c UNION SELECT 2)`,
    )
    .run(chargers, accountId);
}

/** One after the other over all chargers, so that the newest are spread over the fleet. */
function addTransactions(
  database: DatabaseSync,
  accountId: string,
  { chargers, transactions }: { chargers: number; transactions: number },
): void {
  const insert = database.prepare(
    `INSERT INTO transactions
       (transaction_id, account_id, charger_id, folded_id, folded_id_tag, status, start_time, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (let number = 1; number <= transactions; number += 1) {
    const charger = 1 + (number % chargers);
    const body = bodyOf(number, charger);
    insert.run(
      body.transactionId,
      accountId,
      LARGE_FLEET.chargerId(charger),
      body.chargeBoxId.toLowerCase(),
      (body.idTag ?? '').toLowerCase(),
      body.status,
      Date.parse(body.startTime),
      JSON.stringify(body),
    );
  }
}

/** As D1 may hold it: what has a default may be left out. */
function bodyOf(number: number, charger: number): z.input<typeof TransactionBody> {
  const { startTime, transactionId } = LARGE_FLEET.transactionPosition(number);
  const isRunning = number % RUNNING_EACH === 0;
  const stopTime = isRunning ? null : new Date(startTime + 30 * MINUTE_MS).toISOString();
  return {
    transactionId,
    ocppTransactionId: number,
    chargeBoxId: `LARGE-${digits(charger, 6)}`,
    connectorId: 1,
    idTag: `TAG-${number % ID_TAGS}`,
    status: isRunning ? 'in_progress' : 'completed',
    authorizationStatus: 'Accepted',
    startTime: new Date(startTime).toISOString(),
    stopTime,
    energyDelivered: 11.25,
    durationMinutes: 30,
    idleMinutes: 0,
    meterStart: 1_000,
    meterStop: isRunning ? null : 12_250,
    stopReason: isRunning ? null : 'Local',
    stoppedByIdTag: isRunning ? null : `TAG-${number % ID_TAGS}`,
    remoteStarted: false,
    soc: null,
    powerKw: null,
    unaccountedEnergy: 0,
    quality: ['exact'],
    anomalies: [],
    asOf: new Date(startTime + 31 * MINUTE_MS).toISOString(),
  };
}

function digits(number: number, count: number): string {
  return String(number).padStart(count, '0');
}
