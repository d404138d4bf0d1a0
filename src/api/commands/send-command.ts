import type { Context } from 'hono';
import type { CommandRequest } from '../../contracts/command-rpc.ts';
import type { ApiEnv } from '../api-env.ts';
import { asking, chargerObject } from '../charger-object.ts';
import { answerOf } from './command-answer.ts';
import { noteCommand } from './note-command.ts';

/** Sends a command for a route and waits for its charger; throws what HTTP says of one that was not answered. */
export async function sendCommand(c: Context<ApiEnv>, chargeBoxId: string, request: CommandRequest) {
  const result = await asking(async () =>
    chargerObject(c.env.CHARGER, chargeBoxId).command(c.var.caller.accountId, request),
  );
  noteCommand(c, chargeBoxId, result);
  return answerOf(result, { action: request.action, chargeBoxId });
}
