import * as z from 'zod';
import type { CommandBody } from '../contracts/charger-rpc.ts';
import type { CommandResult } from '../contracts/command-rpc.ts';
import { type BulkOutcome, wordOf } from '../domain/bulk-command.ts';
import { CommandState } from '../domain/command.ts';
import { assertNever } from '../lib/assert-never.ts';

/** What is known of a command at its charger. */
export interface TargetNews {
  outcome: BulkOutcome;
  status: string;
  reason: string | null;
  /** When the charger's object gives up waiting for the charger to come back; null unless it waits. */
  deliverUntil: number | null;
}

/** What a command's end says of its charger; null: it is there already, and its row tells the rest. */
export function newsOfResult(result: CommandResult): TargetNews | null {
  switch (result.kind) {
    case 'answered':
      return news('answered', null, result.status);
    case 'callError':
      return news('callError', `${result.error.code}: ${result.error.description}`);
    case 'invalidAnswer':
      return news('invalidAnswer', result.reason);
    case 'timedOut':
      return news('timedOut', `No answer within ${result.timeoutSeconds} s; it may still act on it.`);
    case 'connectionLost':
      return news('connectionLost', 'The connection ended before the answer; it may have received it.');
    case 'queued':
      return { ...news('queued'), deliverUntil: Date.parse(result.deliverUntil) };
    case 'offline':
      return news('offline');
    case 'refused':
      return news('refused', result.reason);
    case 'invalid':
      return news('refused', `${result.field}: ${result.reason}`);
    case 'notRunning':
      return news('refused', `This transaction is not running any more (${result.status}).`);
    case 'unknownConnector':
      return news('refused', `It has no such connector. Known: ${result.known.join(', ') || 'none'}.`);
    case 'unknownTransaction':
      return news('refused', 'It has no such transaction.');
    case 'notFound':
      return gone();
    case 'alreadyThere':
      return null;
    default:
      return assertNever(result);
  }
}

/** What a command's row says of its charger; null as long as it waits for the answer. */
export function newsOfRow(row: CommandBody): TargetNews | null {
  const state = CommandState.parse(row.state);
  switch (state) {
    case 'sent':
      return null;
    case 'queued':
      return row.deliverUntil === null
        ? null
        : { ...news('queued'), deliverUntil: Date.parse(row.deliverUntil) };
    case 'answered':
    case 'late':
    case 'callError':
      return newsOfAnswer(row.answer);
    case 'invalidAnswer':
      return news('invalidAnswer', 'Its answer cannot be read.');
    case 'timedOut':
      return news('timedOut', 'No answer in time; it may still act on it.');
    case 'connectionLost':
      return row.sentAt === null
        ? news('offline')
        : news('connectionLost', 'The connection ended before the answer; it may have received it.');
    case 'expired':
      return news('expired', 'It did not come back in time, so nothing was sent.');
    default:
      return assertNever(state);
  }
}

/** The charger has been deleted since it was selected. */
export function gone(): TargetNews {
  return news('refused', 'It is not registered any more.');
}

const CallError = z.object({ code: z.string(), description: z.string() });
const Answer = z.object({ status: z.string() });

function newsOfAnswer(answer: string | null): TargetNews {
  const value: unknown = JSON.parse(answer ?? '{}');
  const error = CallError.safeParse(value);
  if (error.success) return news('callError', `${error.data.code}: ${error.data.description}`);
  const read = Answer.safeParse(value);
  // An answer without a status is one that cannot refuse.
  return news('answered', null, read.success ? read.data.status : 'Accepted');
}

function news(outcome: BulkOutcome, reason: string | null = null, status = wordOf(outcome)): TargetNews {
  return { outcome, status, reason, deliverUntil: null };
}
