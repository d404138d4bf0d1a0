import type { CommandResult } from '../../contracts/command-rpc.ts';
import { addCommandOwner } from '../../d1/command-owners.ts';

interface Noting {
  env: { DB: D1Database };
  executionCtx: { waitUntil(promise: Promise<unknown>): void };
  var: { caller: { accountId: string } };
}

/** Makes a command that was sent findable by its id alone; its answer does not wait for that. */
export function noteCommand(c: Noting, chargeBoxId: string, result: CommandResult): void {
  if (!('commandId' in result)) return;
  c.executionCtx.waitUntil(
    addCommandOwner(c.env.DB, c.var.caller.accountId, result.commandId, chargeBoxId).catch((error: unknown) =>
      console.error({ message: 'a command is not listed by its id', error: String(error) }),
    ),
  );
}
