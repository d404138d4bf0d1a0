import type { BulkCommandBody, BulkResultBody } from '../contracts/bulk-command-rpc.ts';
import type { BulkJob, BulkTarget } from '../domain/bulk-command.ts';
import { toIsoTime } from '../lib/time.ts';
import { countTargets } from './store/targets.ts';

/** A bulk command as its owner sees it. */
export function describeJob(sql: SqlStorage, job: BulkJob): BulkCommandBody {
  const { bulkCommandId, state, action, filter, total, perSecond, timeoutSeconds, deliverWithinSeconds } =
    job;
  return {
    bulkCommandId,
    state,
    action,
    payload: JSON.stringify(job.payload),
    filter,
    total,
    ...countTargets(sql),
    perSecond,
    timeoutSeconds,
    deliverWithinSeconds,
    createdAt: toIsoTime(job.createdAt),
    startedAt: optionalTime(job.startedAt),
    endedAt: optionalTime(job.endedAt),
    expiresAt: toIsoTime(job.removeAt),
  };
}

export function toResultBody(target: BulkTarget): BulkResultBody {
  const { position, chargeBoxId, outcome, status, reason, commandId, sentAt, at } = target;
  return {
    position,
    chargeBoxId,
    outcome,
    status,
    reason,
    commandId,
    sentAt: optionalTime(sentAt),
    at: optionalTime(at),
  };
}

function optionalTime(ms: number | null): string | null {
  return ms === null ? null : toIsoTime(ms);
}
