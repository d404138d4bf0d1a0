import type { Result } from '../../lib/result.ts';
import type { Clock } from '../clock.ts';
import { waitUntil } from '../wait.ts';

/** How often a file transfer is tried in all, and what is waited between. */
export interface AttemptRule {
  attempts: number;
  intervalMs: number;
}

/** What this charger does where the server leaves it the choice. */
const OWN_ATTEMPTS = 3;
const OWN_INTERVAL_SECONDS = 10;

/**
 * The rule that `retries` and `retryInterval` (seconds) of a command state: `retries` is how many times the charger
 * tries before it gives up (OCPP 1.6 6.19, 6.55); none at all is no file transfer, so it is one.
 */
export function attemptRule(request: {
  retries?: number | undefined;
  retryInterval?: number | undefined;
}): AttemptRule {
  return {
    attempts: Math.max(request.retries ?? OWN_ATTEMPTS, 1),
    intervalMs: Math.max(request.retryInterval ?? OWN_INTERVAL_SECONDS, 0) * 1000,
  };
}

/** Tries until it goes well, the rule is used up or the signal comes; the last outcome, by the charger's clock. */
export async function attemptRepeatedly<Value, Failure>(
  attempt: () => Promise<Result<Value, Failure>>,
  rule: AttemptRule,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<Value, Failure>> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt();
    if (outcome.ok || tries >= rule.attempts || signal.aborted) return outcome;
    await waitUntil(clock, clock.now() + rule.intervalMs, signal);
    if (signal.aborted) return outcome;
  }
}
