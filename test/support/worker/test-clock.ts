import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { onTestFinished, vi } from 'vitest';

/** So far ahead that no alarm set by this clock goes off by itself while a test runs. */
const START = Date.parse('2040-01-15T10:00:00Z');

/**
 * A clock that stands still until it is moved, for the test and the objects alike: they share an isolate. Alarms of
 * `objects` go off when it passes them. Ends with the test.
 */
export function startClock(...objects: DurableObjectStub[]) {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return {
    /** Moves on to a time, ms since the epoch, and has every alarm go off that comes due on the way. */
    moveTo: async (time: number) => {
      for (let next = await firstAlarm(objects, time); next; next = await firstAlarm(objects, time)) {
        vi.setSystemTime(Math.max(next.at, Date.now()));
        await runDurableObjectAlarm(next.object);
      }
      vi.setSystemTime(time);
    },
  };
}

async function firstAlarm(objects: readonly DurableObjectStub[], until: number) {
  let first: { object: DurableObjectStub; at: number } | null = null;
  for (const object of objects) {
    const at = await runInDurableObject(object, (_, { storage }) => storage.getAlarm());
    if (at !== null && at <= until && (first === null || at < first.at)) first = { object, at };
  }
  return first;
}
