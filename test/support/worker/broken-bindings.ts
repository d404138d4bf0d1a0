import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { onTestFinished } from 'vitest';
import type { EventBatch } from '../../../src/contracts/charger-event.ts';
import type { EventLogRpc } from '../../../src/contracts/event-log-rpc.ts';

/**
 * Puts something else in the place of an object's binding. All objects of the isolate share their bindings, the tests
 * and the REST edge have their own: what stands in must let others through. Put back at the end of the test.
 */
export async function replaceBinding(
  stub: DurableObjectStub,
  name: 'CHARGER' | 'DB' | 'EVENT_LOG' | 'UPLOADS',
  replacement: object,
): Promise<() => void> {
  const bindings = await runInDurableObject(stub, (instance): object => {
    const own: unknown = Reflect.get(instance, 'env');
    if (typeof own !== 'object' || own === null) throw new Error('The object has no bindings.');
    return own;
  });
  const original: unknown = Reflect.get(bindings, name);
  const restore = () => {
    Reflect.set(bindings, name, original);
  };
  Reflect.set(bindings, name, replacement);
  onTestFinished(restore);
  return restore;
}

type Append = EventLogRpc['append'];
/** How a log answers; it may hand the batch on to the real one. */
type LogAnswer = (batch: Parameters<Append>[0], handOn: Append) => ReturnType<Append>;

/** Puts an answer of the test's in front of one account's log. All others work as ever. */
export async function replaceLog(
  { object, log }: { object: DurableObjectStub; log: DurableObjectStub },
  answer: LogAnswer,
): Promise<() => void> {
  const replacement = new Proxy(env.EVENT_LOG, {
    get: (target, property) => {
      if (property !== 'getByName') return Reflect.get(target, property);
      return (name: string) => {
        // An object asks by a stub of its own: one of the test's would be of another request.
        const own = target.getByName(name);
        const handOn: Append = (batch) => own.append(batch);
        const standIn = {
          append: (batch: EventBatch) => answer(batch, handOn),
          keeping: () => own.keeping(),
        };
        return name === log.name ? standIn : own;
      };
    },
  });
  return replaceBinding(object, 'EVENT_LOG', replacement);
}

/** A log that cannot be reached; it counts who tried. */
export function downLog() {
  const calls: number[] = [];
  const append: Append = ({ events }) => {
    calls.push(events.length);
    return Promise.reject(new Error('the log is down'));
  };
  return { append, calls };
}

/** An object's bucket that takes nothing, until it is restored. */
export async function brokenBucket(
  stub: DurableObjectStub,
): Promise<{ restore: () => void; tries: string[] }> {
  const tries: string[] = [];
  const restore = await replaceBinding(stub, 'UPLOADS', {
    put: (key: string) => {
      tries.push(key);
      return Promise.reject(new Error('R2 is down'));
    },
  });
  return { restore, tries };
}

/** A database that refuses every statement, for ever or as long as it is down. */
export function downDatabase(isDown = () => true): D1Database {
  return standInDatabase((ask) => (isDown() ? Promise.reject(new Error('D1 is down')) : ask()));
}

/** A database that answers, but only after a time. */
export function slowDatabase(milliseconds: number): D1Database {
  return standInDatabase(async (ask) => {
    await new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    });
    return ask();
  });
}

/** A database that tells when it is asked, and when its answer is about to be heard, by one of its methods. */
export function steppedDatabase(method: 'all' | 'batch', step: (place: string) => void): D1Database {
  return standInDatabase(async (ask, asked) => {
    if (asked === method) step('before D1 is asked');
    const answer = await ask();
    if (asked === method) step('before the answer of D1 is heard');
    return answer;
  });
}

const ASKING = new Set<string | symbol>(['all', 'run', 'first', 'raw', 'batch', 'exec']);

function standInDatabase(
  answer: <Result>(ask: () => Promise<Result>, method: string | symbol) => Promise<Result>,
): D1Database {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const standIn = <Target extends D1Database | D1PreparedStatement>(target: Target): Target =>
    new Proxy(target, {
      get: (own, property) => {
        const method: unknown = Reflect.get(own, property);
        if (typeof method !== 'function') return method;
        return (...values: unknown[]) => {
          const plain = property === 'batch' ? [originalsOf(values[0])] : values;
          const call = () => Reflect.apply(method, own, plain);
          if (ASKING.has(property)) return answer(call, property);
          const statement: D1PreparedStatement = call();
          const stand = standIn(statement);
          originals.set(stand, statement);
          return stand;
        };
      },
    });
  const originalsOf = (statements: unknown) =>
    Array.isArray(statements)
      ? statements.map((statement) => originals.get(statement) ?? statement)
      : statements;
  return standIn(env.DB);
}
