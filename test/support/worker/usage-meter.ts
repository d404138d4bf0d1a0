import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { onTestFinished } from 'vitest';
import type { ChargerRpc } from '../../../src/contracts/charger-rpc.ts';
import type { EventLogRpc } from '../../../src/contracts/event-log-rpc.ts';

/** The calls from outside that a day of the plan can lead to. */
const CHARGER_REQUESTS = ['fetch', 'describe'] as const satisfies readonly ('fetch' | keyof ChargerRpc)[];
const LOG_REQUESTS = ['append', 'keeping'] as const satisfies readonly (keyof EventLogRpc)[];

interface Entries {
  requests: number;
  messages: number;
  alarmsFired: number;
  closes: number;
}

/** Counts how often a class of objects is entered, over all its objects: by watching the methods of its prototype. */
export async function countEntries(stub: DurableObjectStub, kind: 'charger' | 'log'): Promise<Entries> {
  const prototype = await runInDurableObject(stub, (instance): object => Object.getPrototypeOf(instance));
  const entries: Entries = { requests: 0, messages: 0, alarmsFired: 0, closes: 0 };
  const requests = kind === 'charger' ? CHARGER_REQUESTS : LOG_REQUESTS;
  for (const name of requests) watch(prototype, name, () => (entries.requests += 1));
  watch(prototype, 'alarm', () => (entries.alarmsFired += 1));
  if (kind === 'charger') {
    watch(prototype, 'webSocketMessage', () => (entries.messages += 1));
    watch(prototype, 'webSocketClose', () => (entries.closes += 1));
  }
  return entries;
}

/** Counts what D1 bills, whoever asks: objects and REST alike. Ends with the test. */
export function countD1(): { rowsRead: number; rowsWritten: number } {
  const counts = { rowsRead: 0, rowsWritten: 0 };
  const note = (results: readonly D1Result[]) => {
    for (const { meta } of results) {
      counts.rowsRead += meta.rows_read;
      counts.rowsWritten += meta.rows_written;
    }
  };
  watch(Object.getPrototypeOf(env.DB), 'batch', (results: Promise<D1Result[]>) => {
    void results.then(note, () => {});
  });
  watch(Object.getPrototypeOf(env.DB.prepare('SELECT 1')), 'all', (result: Promise<D1Result>) => {
    void result.then(
      (one) => note([one]),
      () => {},
    );
  });
  return counts;
}

/** Calls `note` with what a method gives, whenever it is called. */
function watch<Given>(prototype: object, name: string, note: (given: Given) => unknown): void {
  const method: unknown = Reflect.get(prototype, name);
  if (typeof method !== 'function') throw new Error(`There is no method ${name} to watch.`);
  const isOwn = Object.hasOwn(prototype, name);
  Reflect.set(prototype, name, function (this: unknown, ...values: unknown[]) {
    const given = Reflect.apply(method, this, values) as Given;
    note(given);
    return given;
  });
  onTestFinished(() => {
    if (isOwn) Reflect.set(prototype, name, method);
    else Reflect.deleteProperty(prototype, name);
  });
}
