import type { CommandBody } from '../contracts/charger-rpc.ts';
import type { Command } from '../domain/command.ts';
import { toIsoTime } from '../lib/time.ts';

/** A command as its owner sees it. */
export function toCommandBody(chargeBoxId: string, command: Command): CommandBody {
  const { commandId, action, payload, state, createdAt, sentAt, endedAt, answer, outcome } = command;
  return {
    commandId,
    chargeBoxId,
    action,
    payload: JSON.stringify(payload),
    state,
    createdAt: toIsoTime(createdAt),
    sentAt: sentAt === null ? null : toIsoTime(sentAt),
    endedAt: endedAt === null ? null : toIsoTime(endedAt),
    answer: answer === null || answer === undefined ? null : JSON.stringify(answer),
    outcome:
      outcome === null
        ? null
        : {
            state: outcome.state,
            expiresAt: toIsoTime(outcome.expiresAt),
            transactionId: outcome.transactionId,
          },
  };
}
