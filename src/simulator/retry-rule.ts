/** How often a transaction message is tried and what is waited between. `attempts` 0: it is never given up. */
export interface RetryRule {
  attempts: number;
  intervalMs: number;
}

export type RetryDecision = { decision: 'retry'; waitMs: number } | { decision: 'giveUp' };

/**
 * What to do with a message that was refused or not answered for the `failures`th time: before each try the charger
 * waits the interval times the number of transmissions that went before (OCPP 1.6 3.7.1).
 */
export function decideRetry(failures: number, rule: RetryRule): RetryDecision {
  if (rule.attempts > 0 && failures >= rule.attempts) return { decision: 'giveUp' };
  return { decision: 'retry', waitMs: rule.intervalMs * failures };
}
