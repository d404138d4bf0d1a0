/** The charger's own time. Everything the charger measures or waits for goes by it; the network does not. */
export interface Clock {
  /** Milliseconds since 1970, UTC, in the charger's time. */
  now(): number;
  /** Runs `task` once, `delayMs` of the charger's time from now. The answer cancels it. */
  schedule(delayMs: number, task: () => void): Cancel;
}

export type Cancel = () => void;

// setTimeout takes a signed 32-bit number of milliseconds and fires at once above it.
const LONGEST_TIMER_MS = 2_147_483_647;

/** A clock that runs `speed` times as fast as the machine's, from `startMs` (default: the machine's time). */
export function createRunningClock(options: { speed?: number; startMs?: number } = {}): Clock {
  const { speed = 1 } = options;
  const machineStartMs = Date.now();
  const startMs = options.startMs ?? machineStartMs;

  return {
    now() {
      return startMs + (Date.now() - machineStartMs) * speed;
    },
    schedule(delayMs, task) {
      const timer = setTimeout(task, Math.min(Math.max(delayMs / speed, 0), LONGEST_TIMER_MS));
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves the clock and runs every task that comes due on the way, in order, each at its own time. */
  advance(durationMs: number): void;
}

export function createManualClock(start: string | number): ManualClock {
  let nowMs = typeof start === 'string' ? Date.parse(start) : start;
  const tasks = new Set<{ dueMs: number; task: () => void }>();

  function takeNextDue(untilMs: number) {
    let next: { dueMs: number; task: () => void } | undefined;
    for (const candidate of tasks) {
      if (candidate.dueMs <= untilMs && (next === undefined || candidate.dueMs < next.dueMs))
        next = candidate;
    }
    if (next !== undefined) tasks.delete(next);
    return next;
  }

  return {
    now() {
      return nowMs;
    },
    schedule(delayMs, task) {
      const entry = { dueMs: nowMs + Math.max(delayMs, 0), task };
      tasks.add(entry);
      return () => void tasks.delete(entry);
    },
    advance(durationMs) {
      const untilMs = nowMs + durationMs;
      for (let due = takeNextDue(untilMs); due !== undefined; due = takeNextDue(untilMs)) {
        nowMs = due.dueMs;
        due.task();
      }
      nowMs = untilMs;
    },
  };
}

/** A clock whose tasks end with whom they serve: after `halt` none of them runs, nor any new one. */
export function createHaltableClock(clock: Clock): Clock & { halt(): void } {
  const pending = new Set<Cancel>();
  let isHalted = false;

  return {
    now: () => clock.now(),
    schedule(delayMs, task) {
      if (isHalted || delayMs === Number.POSITIVE_INFINITY) return () => {};
      const cancelTask = clock.schedule(delayMs, () => {
        pending.delete(cancel);
        task();
      });
      const cancel = () => {
        pending.delete(cancel);
        cancelTask();
      };
      pending.add(cancel);
      return cancel;
    },
    halt() {
      isHalted = true;
      for (const cancel of pending) cancel();
    },
  };
}

/** Runs `task` whenever the clock passes a multiple of `intervalMs`, counted from midnight UTC (OCPP 1.6 9.1.7). */
export function scheduleAligned(clock: Clock, intervalMs: number, task: () => void): Cancel {
  let cancel: Cancel = () => {};
  function arm(): void {
    cancel = clock.schedule(intervalMs - (clock.now() % intervalMs), () => {
      task();
      arm();
    });
  }
  arm();
  return () => cancel();
}
