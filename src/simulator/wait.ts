import type { Clock } from './clock.ts';

/** Resolves when the charger's clock reaches `atMs`, or as soon as the signal comes; at once when it is past. */
export function waitUntil(clock: Clock, atMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let cancel = () => {};
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    // A timer may come too early: the longest one of the machine is 24 days.
    const look = () => {
      const remainingMs = atMs - clock.now();
      if (signal.aborted || remainingMs <= 0) end();
      else cancel = clock.schedule(remainingMs, look);
    };
    look();
  });
}
