import * as z from 'zod';
import { ChargerEvent } from '../../../src/contracts/charger-event.ts';
import { Transaction } from '../../../src/domain/transaction.ts';
import { foldIdentity } from '../../../src/ocpp/identity.ts';
import { callControl } from '../../../test/support/server-control.ts';

function json<Value>(value: z.ZodType<Value>) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(value);
}

const TransactionRow = z.object({ data: json(Transaction) }).transform(({ data }) => data);

const MeterRow = z.object({
  transaction: z.int().nullable(),
  data: json(
    z.looseObject({
      meterValue: z.array(
        z.looseObject({ timestamp: z.string(), sampledValue: z.array(z.looseObject({ value: z.string() })) }),
      ),
    }),
  ),
});

const OutboxRow = z.object({ last: z.int().nullable(), waiting: z.int() });
const CountRow = z.object({ count: z.int() });

/** What a charger's object holds. */
export async function readObject(controlUrl: string, chargeBoxId: string) {
  const rows = (sql: string) =>
    callControl(controlUrl, {
      action: 'objectRows',
      objectClass: 'Charger',
      name: foldIdentity(chargeBoxId),
      sql,
      bindings: [],
    });
  const transactions = z
    .array(TransactionRow)
    .parse(await rows('SELECT data FROM transactions ORDER BY ocpp_transaction_id'));
  const meters = z
    .array(MeterRow)
    .parse(
      await rows('SELECT ocpp_transaction_id AS "transaction", data FROM meter_values ORDER BY row_number'),
    );
  const [orphans] = z.array(CountRow).parse(await rows('SELECT count(*) AS count FROM orphan_stops'));
  const samples = meters.flatMap(({ transaction, data }) =>
    data.meterValue.flatMap(({ timestamp, sampledValue }) =>
      sampledValue.map(({ value }) => sampleKey(transaction, timestamp, value)),
    ),
  );
  return {
    transactions,
    /** As `sampleKey` writes them, in the order of their rows. */
    samples,
    orphanStops: orphans?.count ?? 0,
    outbox: await readOutbox(controlUrl, chargeBoxId),
  };
}
export type ObjectEvidence = Awaited<ReturnType<typeof readObject>>;

export function sampleKey(transaction: number | null, at: string, value: string | number): string {
  return `${value} Wh at ${at} of transaction ${transaction}`;
}

/** The number of a charger's newest event, and how many still wait for the log. */
export async function readOutbox(controlUrl: string, chargeBoxId: string) {
  const rows = await callControl(controlUrl, {
    action: 'objectRows',
    objectClass: 'Charger',
    name: foldIdentity(chargeBoxId),
    sql: "SELECT max(sequence) AS last, count(nullif(data, '')) AS waiting FROM outbox",
    bindings: [],
  });
  const [row] = z.array(OutboxRow).parse(rows);
  return { last: row?.last ?? 0, waiting: row?.waiting ?? 0 };
}

const LogRow = z
  .object({ number: z.int(), data: json(z.object({ chargerId: z.string(), event: ChargerEvent })) })
  .transform(({ number, data }) => ({ number, ...data }));
export type LogRow = z.infer<typeof LogRow>;

const LOG_PAGE = 2_000;

/** An account's log in its order. */
export async function readLog(controlUrl: string, logName: string): Promise<LogRow[]> {
  const log: LogRow[] = [];
  for (;;) {
    const page = await callControl(controlUrl, {
      action: 'objectRows',
      objectClass: 'EventLog',
      name: logName,
      sql: 'SELECT number, data FROM events WHERE number > ? ORDER BY number LIMIT ?',
      bindings: [log.at(-1)?.number ?? 0, LOG_PAGE],
    });
    log.push(...z.array(LogRow).parse(page));
    if (page.length < LOG_PAGE) return log;
  }
}

const Progress = z.object({ behind: z.int() });

/** How many events of the log are not in D1 yet. */
export async function readBacklog(controlUrl: string, logName: string): Promise<number> {
  const rows = await callControl(controlUrl, {
    action: 'objectRows',
    objectClass: 'EventLog',
    name: logName,
    sql: 'SELECT ifnull((SELECT max(number) FROM events), 0) - ifnull((SELECT number FROM cursors WHERE name = ?), 0) AS behind',
    bindings: ['projection'],
  });
  return z.array(Progress).parse(rows)[0]?.behind ?? 0;
}

const DatabaseTransaction = z.object({
  transaction_id: z.string(),
  charger_id: z.string(),
  status: z.string(),
  body: json(z.looseObject({ ocppTransactionId: z.int(), energyDelivered: z.number().nullable() })),
});
const DatabaseConnector = z.object({ charger_id: z.string(), connector_id: z.int(), status: z.string() });
const DatabaseCharger = z.object({ charger_id: z.string(), account_id: z.string(), is_online: z.int() });

/** What D1 holds of transactions, connectors and connections: all of it, the run has its database for itself. */
export async function readDatabase(controlUrl: string) {
  const rows = (sql: string) => callControl(controlUrl, { action: 'databaseRows', sql, bindings: [] });
  return {
    transactions: z
      .array(DatabaseTransaction)
      .parse(await rows('SELECT transaction_id, charger_id, status, body FROM transactions')),
    connectors: z
      .array(DatabaseConnector)
      .parse(await rows('SELECT charger_id, connector_id, status FROM connector_statuses')),
    chargers: z
      .array(DatabaseCharger)
      .parse(await rows('SELECT charger_id, account_id, is_online FROM chargers')),
  };
}
export type DatabaseEvidence = Awaited<ReturnType<typeof readDatabase>>;
