import * as z from 'zod';
import type { CommandBody } from '../contracts/charger-rpc.ts';
import type { Command } from '../domain/command.ts';
import { toIsoTime } from '../lib/time.ts';
import { callFrame } from '../ocpp/frame.ts';

/** A command as its owner sees it. */
export function toCommandBody(chargeBoxId: string, command: Command): CommandBody {
  const { commandId, action, payload, state, createdAt, sentAt, endedAt, answer, outcome, deliverUntil } =
    command;
  return {
    commandId,
    chargeBoxId,
    action,
    payload: JSON.stringify(payload),
    state,
    createdAt: toIsoTime(createdAt),
    sentAt: sentAt === null ? null : toIsoTime(sentAt),
    endedAt: endedAt === null ? null : toIsoTime(endedAt),
    deliverUntil: deliverUntil === null ? null : toIsoTime(deliverUntil),
    frames: {
      sent: sentAt === null ? null : callFrame(commandId, action, payload),
      received: answerFrame(command),
    },
    answer: answer === null || answer === undefined ? null : JSON.stringify(answer),
    outcome:
      outcome === null
        ? null
        : {
            state: outcome.state,
            expiresAt: toIsoTime(outcome.expiresAt),
            transactionId: outcome.transactionId,
            message:
              outcome.message === null
                ? null
                : { ...outcome.message, receivedAt: toIsoTime(outcome.message.receivedAt) },
          },
  };
}

const CallError = z.object({ code: z.string(), description: z.string(), details: z.unknown() });

/** The charger's frame, made again from what is kept of it; `isError` was not kept always. */
function answerFrame({ commandId, answer, isError, state }: Command): string | null {
  if (answer === null || answer === undefined) return null;
  if (!isError && state !== 'callError') return JSON.stringify([3, commandId, answer]);
  const { code, description, details } = CallError.parse(answer);
  return JSON.stringify([4, commandId, code, description, details]);
}
