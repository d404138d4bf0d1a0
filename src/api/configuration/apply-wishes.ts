import type { Context } from 'hono';
import type { CommandResult } from '../../contracts/command-rpc.ts';
import type { ApiEnv } from '../api-env.ts';
import { asking, chargerObject } from '../charger-object.ts';
import { answerOf } from '../commands/command-answer.ts';
import { noteCommand } from '../commands/note-command.ts';

/** What became of one key. */
interface AppliedKey {
  key: string;
  value: string;
  status: string;
  commandId: string | null;
  reason: string | null;
}

const ACTION = 'ChangeConfiguration';

/**
 * Sends keys one after the other. It stops at the first that the charger does not answer: what follows is `NotSent`.
 * Throws what HTTP says of a charger that is not there, where nothing has been sent yet.
 */
export async function applyWishes(
  c: Context<ApiEnv>,
  chargeBoxId: string,
  wishes: readonly { key: string; desired: string }[],
  timeoutSeconds: number | undefined,
): Promise<AppliedKey[]> {
  const results: AppliedKey[] = [];
  let isGone = false;
  for (const { key, desired: value } of wishes) {
    if (isGone) {
      results.push({ key, value, status: 'NotSent', commandId: null, reason: null });
      continue;
    }
    // One after the other, in the order of their names: a charger gets one call at a time.
    const result = await asking(async () =>
      chargerObject(c.env.CHARGER, chargeBoxId).command(c.var.caller.accountId, {
        action: ACTION,
        payload: { key, value },
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      }),
    );
    noteCommand(c, chargeBoxId, result);
    const { status, reason } = statusOf(result, chargeBoxId, results.length === 0);
    results.push({ key, value, status, commandId: 'commandId' in result ? result.commandId : null, reason });
    isGone = ['TimedOut', 'ConnectionLost', 'Offline'].includes(status);
  }
  return results;
}

function statusOf(
  result: CommandResult,
  chargeBoxId: string,
  isFirst: boolean,
): { status: string; reason: string | null } {
  switch (result.kind) {
    case 'timedOut':
      return { status: 'TimedOut', reason: null };
    case 'connectionLost':
      return { status: 'ConnectionLost', reason: null };
    case 'offline':
      if (!isFirst) return { status: 'Offline', reason: null };
      break;
    case 'invalid':
      return { status: 'Refused', reason: result.reason };
    case 'refused':
      if (!isFirst) return { status: 'Refused', reason: result.reason };
      break;
    default:
  }
  const { status, error } = answerOf(result, { action: ACTION, chargeBoxId });
  return { status, reason: error === undefined ? null : `${error.code}: ${error.description}` };
}
