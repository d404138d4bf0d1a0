import { evictDurableObject, runInDurableObject, type DurableObjectEvictionOptions } from 'cloudflare:test';
import { onTestFinished } from 'vitest';

/** What an object is billed for: rows written, index rows and every row of a DELETE included, and alarms set. */
export interface Bill {
  rows: number;
  alarms: number;
  rowsRead: number;
  /** Rows by statement, for the one who has to find them. */
  statements: Record<string, number>;
}

interface Ledger {
  executed: { query: string; cursor: SqlStorageCursor<Record<string, SqlStorageValue>> }[];
  alarms: number;
}

/** By the storage of one instance: an evicted object comes back with another one. */
const ledgers = new WeakMap<SqlStorage, Ledger>();
let counters = 0;
let restore = () => {};

/**
 * Counts `rowsWritten` of every statement of an object, and its `setAlarm` calls, which that number omits. The platform's
 * own prototypes are watched, so that what a constructor writes on waking counts too. Ends with the test.
 */
export async function countRows(stub: DurableObjectStub) {
  await runInDurableObject(stub, (_, { storage }) => watch(storage));
  let watched = await runInDurableObject(stub, (_, { storage }) => storage.sql);
  let evicted = emptyBill();
  const total = async (): Promise<Bill> => {
    const sql = await runInDurableObject(stub, (_, { storage }) => storage.sql);
    if (sql !== watched) throw new Error('The object was evicted behind its counter.');
    return sum(evicted, billOf(ledgers.get(sql)));
  };
  return {
    /** Evicts the object and goes on counting at the first statement of its next instance. */
    evict: async (options?: DurableObjectEvictionOptions) => {
      evicted = await total();
      await evictDurableObject(stub, options);
      watched = await runInDurableObject(stub, (_, { storage }) => storage.sql);
    },
    /** What some work costs; it returns when all that it set going has ended. */
    measure: async (work: () => Promise<void>): Promise<Bill> => {
      const before = await total();
      await work();
      return difference(await total(), before);
    },
  };
}

function watch(storage: DurableObjectStorage): void {
  counters += 1;
  onTestFinished(() => {
    counters -= 1;
    if (counters === 0) restore();
  });
  if (counters > 1) return;
  const sqlPrototype: SqlStorage = Object.getPrototypeOf(storage.sql);
  const storagePrototype: DurableObjectStorage = Object.getPrototypeOf(storage);
  const { exec } = sqlPrototype;
  const { setAlarm } = storagePrototype;
  sqlPrototype.exec = function <Row extends Record<string, SqlStorageValue>>(
    this: SqlStorage,
    query: string,
    ...bindings: unknown[]
  ): SqlStorageCursor<Row> {
    const cursor = exec.call(this, query, ...bindings);
    ledgerOf(this).executed.push({ query, cursor });
    return cursor as SqlStorageCursor<Row>;
  };
  storagePrototype.setAlarm = function (this: DurableObjectStorage, ...time) {
    ledgerOf(this.sql).alarms += 1;
    return setAlarm.apply(this, time);
  };
  restore = () => {
    sqlPrototype.exec = exec;
    storagePrototype.setAlarm = setAlarm;
  };
}

function ledgerOf(sql: SqlStorage): Ledger {
  const ledger = ledgers.get(sql) ?? { executed: [], alarms: 0 };
  ledgers.set(sql, ledger);
  return ledger;
}

/** Read late: a cursor's rows count as it is consumed. */
function billOf(ledger: Ledger | undefined): Bill {
  const bill = emptyBill();
  for (const { query, cursor } of ledger?.executed ?? []) {
    bill.rowsRead += cursor.rowsRead;
    if (cursor.rowsWritten === 0) continue;
    const statement = query.trim().replaceAll(/\s+/g, ' ').slice(0, 60);
    bill.rows += cursor.rowsWritten;
    bill.statements[statement] = (bill.statements[statement] ?? 0) + cursor.rowsWritten;
  }
  bill.alarms = ledger?.alarms ?? 0;
  return bill;
}

function emptyBill(): Bill {
  return { rows: 0, alarms: 0, rowsRead: 0, statements: {} };
}

function sum(left: Bill, right: Bill, sign: 1 | -1 = 1): Bill {
  const statements = { ...left.statements };
  for (const [statement, rows] of Object.entries(right.statements)) {
    statements[statement] = (statements[statement] ?? 0) + sign * rows;
    if (statements[statement] === 0) delete statements[statement];
  }
  return {
    rows: left.rows + sign * right.rows,
    alarms: left.alarms + sign * right.alarms,
    rowsRead: left.rowsRead + sign * right.rowsRead,
    statements,
  };
}

function difference(after: Bill, before: Bill): Bill {
  return sum(after, before, -1);
}
