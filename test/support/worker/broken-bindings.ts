import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { onTestFinished } from 'vitest';
import type { EventLogRpc } from '../../../src/contracts/event-log-rpc.ts';

/**
 * Puts something else in the place of an object's binding. All objects of the isolate share their bindings, the tests
 * and the REST edge have their own: what stands in must let others through. Put back at the end of the test.
 */
export async function replaceBinding(
  stub: DurableObjectStub,
  name: 'DB' | 'EVENT_LOG',
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

/** The log of one account answers as `append` does; it may hand the batch on. All others work as ever. */
export async function replaceLog(
  { object, log }: { object: DurableObjectStub; log: DurableObjectStub<EventLogRpc> },
  append: (...batch: Parameters<Append>) => ReturnType<Append>,
): Promise<() => void> {
  const replacement = new Proxy(env.EVENT_LOG, {
    get: (target, property) =>
      property === 'getByName'
        ? (name: string) => (name === log.name ? { append } : target.getByName(name))
        : Reflect.get(target, property),
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

/** A database that refuses every statement, or never answers. */
export function downDatabase(how: 'refuses' | 'hangs'): D1Database {
  const answer = () =>
    how === 'refuses' ? Promise.reject(new Error('D1 is down')) : new Promise<never>(() => {});
  const statement = (): object => ({ bind: statement, all: answer, run: answer, first: answer });
  return new Proxy(env.DB, {
    get: (target, property) => {
      if (property === 'prepare') return statement;
      return property === 'batch' ? answer : Reflect.get(target, property);
    },
  });
}
