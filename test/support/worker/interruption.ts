import { runInDurableObject } from 'cloudflare:test';
import { onTestFinished } from 'vitest';

/**
 * Loses one object's memory and its sockets, as the loss of its host does, at the nth of its steps: after a statement
 * that wrote, after a storage transaction, before and after a call of another part. What was not durable by then is
 * gone with it.
 */
export interface Interruption {
  /** How many steps were made, by the instance that is watched. */
  steps: number;
  /** What the object was doing when it was interrupted; null as long as it was not. */
  place: string | null;
  /** Resolves when it is interrupted. */
  happened: Promise<void>;
  /** One step; does not return when it is the one. */
  step: (place: string) => void;
}

/** By the storage of one instance: the next one is not watched. */
const watched = new WeakMap<SqlStorage, Interruption>();
let patches = 0;
let restore = () => {};

/** Interrupts the object of `stub` at its step number `at`, counted from 1; never with 0. Ends with the test. */
export async function interrupt(stub: DurableObjectStub, at: number): Promise<Interruption> {
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  return runInDurableObject(stub, (_, state) => {
    const interruption: Interruption = {
      steps: 0,
      place: null,
      happened,
      step: (place) => {
        // A call of an instance that is lost already may still come back.
        if (interruption.place !== null) return;
        interruption.steps += 1;
        if (interruption.steps !== at) return;
        interruption.place = place;
        resolve();
        state.abort(`interrupted ${place}`);
      },
    };
    watched.set(state.storage.sql, interruption);
    patch(state.storage);
    return interruption;
  });
}

function patch(storage: DurableObjectStorage): void {
  patches += 1;
  onTestFinished(() => {
    patches -= 1;
    if (patches === 0) restore();
  });
  if (patches > 1) return;
  const sqlPrototype: SqlStorage = Object.getPrototypeOf(storage.sql);
  const storagePrototype: DurableObjectStorage = Object.getPrototypeOf(storage);
  const { exec } = sqlPrototype;
  const { transactionSync, deleteAll } = storagePrototype;
  sqlPrototype.exec = function <Row extends Record<string, SqlStorageValue>>(
    this: SqlStorage,
    query: string,
    ...bindings: unknown[]
  ): SqlStorageCursor<Row> {
    const cursor = exec.call(this, query, ...bindings);
    if (cursor.rowsWritten > 0) watched.get(this)?.step(`after ${query.trim().slice(0, 40)}`);
    return cursor as SqlStorageCursor<Row>;
  };
  storagePrototype.transactionSync = function <Result>(
    this: DurableObjectStorage,
    work: () => Result,
  ): Result {
    const result: unknown = transactionSync.call(this, work);
    watched.get(this.sql)?.step('after a storage transaction');
    return result as Result;
  };
  storagePrototype.deleteAll = async function (this: DurableObjectStorage, ...options): Promise<void> {
    watched.get(this.sql)?.step('before all is deleted');
    await deleteAll.apply(this, options);
    watched.get(this.sql)?.step('after all is deleted');
  };
  restore = () => {
    storagePrototype.deleteAll = deleteAll;
    sqlPrototype.exec = exec;
    storagePrototype.transactionSync = transactionSync;
  };
}
