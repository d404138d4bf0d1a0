import { z } from '@hono/zod-openapi';
import type { CommandResult } from '../../contracts/command-rpc.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { noSuchCharger } from '../charger-object.ts';
import { unknownConnector } from '../connectors/unknown-connector.ts';
import { ApiError, invalidField } from '../errors/api-error.ts';
import { noSuchTransaction } from '../transactions/no-such-transaction.ts';

/** What every command's answer holds when its charger answered. */
export const COMMAND_ANSWER_FIELDS = {
  status: z
    .string()
    .describe(
      'The charger’s own word: Accepted or Rejected. CallError when it answered with an error, InvalidAnswer when its answer cannot be read.',
    ),
  message: z.string(),
  commandId: z.string(),
  error: z
    .strictObject({ code: z.string(), description: z.string() })
    .optional()
    .describe('With CallError and InvalidAnswer: what the charger said, or what is wrong with it.'),
};

/** How long a command may wait for its charger. */
export const TimeoutSeconds = z
  .int()
  .min(1)
  .max(120)
  .describe('How long to wait for the charger to answer; default its setting timeoutSeconds, which is 30.');

/** How long a command may wait for a charger that is offline. */
export const DeliverWithinSeconds = z
  .int()
  .min(1)
  .max(604_800)
  .describe(
    'If the charger is offline, keep the command for so many seconds and send it when it is back: 202, status Queued. Without it an offline charger is 503.',
  );

/** What the charger said, or that the command waits for it. */
interface Answered {
  status: string;
  commandId: string;
  error?: { code: string; description: string };
  /** Until when it waits for a charger that is offline. */
  deliverUntil?: string;
  /** What was sent, or waits to be. */
  payload: Record<string, unknown>;
  /** The charger's answer; empty where there is none that can be read. */
  confirmation: Record<string, unknown>;
}

/**
 * What a command's end means over HTTP, for every command: answered in whatever word is a success, since the charger was
 * reached; everything else is refused with what to do next.
 */
export function answerOf(result: CommandResult, command: { action: string; chargeBoxId: string }): Answered {
  const { action, chargeBoxId } = command;
  switch (result.kind) {
    case 'answered':
      return {
        status: result.status,
        commandId: result.commandId,
        payload: result.payload,
        confirmation: result.confirmation,
      };
    case 'queued': {
      const { commandId, payload, deliverUntil } = result;
      return { status: 'Queued', commandId, payload, deliverUntil, confirmation: {} };
    }
    case 'callError':
      return {
        status: 'CallError',
        commandId: result.commandId,
        error: result.error,
        payload: result.payload,
        confirmation: {},
      };
    case 'invalidAnswer':
      return {
        status: 'InvalidAnswer',
        commandId: result.commandId,
        error: { code: 'InvalidAnswer', description: result.reason },
        payload: result.payload,
        confirmation: {},
      };
    case 'offline':
      throw new ApiError(
        'SERVICE_UNAVAILABLE',
        `"${chargeBoxId}" is offline, so ${action} was not sent. Wait until GET /api/v1/chargers/${encodeURIComponent(chargeBoxId)} shows isOnline: true, then send it again.`,
      );
    case 'connectionLost':
      throw new ApiError(
        'SERVICE_UNAVAILABLE',
        `"${chargeBoxId}" lost its connection before it answered ${action}; it may have received it. Look at its state when it is online again, before you repeat.`,
        { details: { commandId: result.commandId } },
      );
    case 'timedOut':
      throw new ApiError(
        'TIMEOUT',
        `"${chargeBoxId}" did not answer ${action} within ${result.timeoutSeconds} s; it may still act on it. Look at its state before you repeat, or allow more timeoutSeconds.`,
        { details: { commandId: result.commandId, timeoutSeconds: result.timeoutSeconds } },
      );
    case 'alreadyThere':
      throw new ApiError(
        'CONFLICT',
        `"${chargeBoxId}" has been sent this command before, so it was not sent again. GET /api/v1/commands/${result.commandId} tells what became of it.`,
        { details: { commandId: result.commandId } },
      );
    case 'refused':
      throw new ApiError('CONFLICT', `${action} was not sent to "${chargeBoxId}": ${result.reason}`);
    case 'invalid':
      throw invalidField('body', result.field, 'ocpp', result.reason);
    case 'notRunning':
      throw new ApiError(
        'CONFLICT',
        `This transaction is not running any more (${result.status}), so nothing was sent. GET it to see its results.`,
        { details: { status: result.status } },
      );
    case 'unknownConnector':
      throw unknownConnector(chargeBoxId, result.known);
    case 'unknownTransaction':
      throw noSuchTransaction();
    case 'notFound':
      throw noSuchCharger(chargeBoxId);
    default:
      return assertNever(result);
  }
}

/** What every answer to a command holds; the charger's own fields stand beside it. */
export interface CommandAnswer {
  status: string;
  message: string;
  commandId: string;
  chargeBoxId: string;
  error?: { code: string; description: string } | undefined;
  deliverUntil?: string | undefined;
}

/** The body of a command's answer. */
export function commandAnswer(
  { status, commandId, error, deliverUntil, confirmation }: Answered,
  { action, chargeBoxId }: { action: string; chargeBoxId: string },
): CommandAnswer {
  return {
    ...confirmation,
    status,
    message:
      deliverUntil === undefined
        ? `${action} request sent to charger`
        : `${action} waits for the charger to come back`,
    commandId,
    chargeBoxId,
    ...(error === undefined ? {} : { error }),
    ...(deliverUntil === undefined ? {} : { deliverUntil }),
  };
}
