import { onTestFinished } from 'vitest';

/**
 * Has timers go off so many times as fast, in the test and in the objects alike, which share an isolate: what waits for
 * ten seconds is through in one. They stay the platform's own timers, since one object may not wake another. Ends with
 * the test.
 */
export function quickenTimers(times: number): void {
  const { setTimeout: plain } = globalThis;
  const quick = (callback: () => void, milliseconds = 0) => plain(callback, milliseconds / times);
  globalThis.setTimeout = quick as typeof setTimeout;
  onTestFinished(() => {
    globalThis.setTimeout = plain;
  });
}
