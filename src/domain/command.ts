import * as z from 'zod';
import { foldIdTag } from './authorization.ts';

/** What became of a command: `queued` and `sent` are open, the others final, but one that was not answered may turn `late`. */
export const CommandState = z.enum([
  'queued',
  'sent',
  'answered',
  'callError',
  'invalidAnswer',
  'timedOut',
  'late',
  'connectionLost',
  'expired',
]);
export type CommandState = z.infer<typeof CommandState>;

/** What has to follow an accepted command, and whether it has. Times in ms since the epoch. */
export const CommandOutcome = z.object({
  state: z.enum(['pending', 'fulfilled', 'unfulfilled', 'expired']),
  expiresAt: z.int(),
  /** What a pending one becomes when its time is up. */
  otherwise: z.enum(['unfulfilled', 'expired']).default('expired'),
  /** The transaction that it led to. */
  transactionId: z.string().nullable(),
  /** The charger's call that it led to. */
  message: z
    .object({ action: z.string(), messageId: z.string(), receivedAt: z.int() })
    .nullable()
    .default(null),
});
export type CommandOutcome = z.infer<typeof CommandOutcome>;

/** A call of ours to the charger. The row of this is the truth; the id is the message id on the wire. */
export const Command = z.object({
  commandId: z.string(),
  action: z.string(),
  payload: z.record(z.string(), z.unknown()),
  state: CommandState,
  createdAt: z.int(),
  timeoutMs: z.int(),
  /** Until when it waits for a charger that is offline; null: it ends with the connection. */
  deliverUntil: z.int().nullable().default(null),
  /** A secret in it is masked here: the clear form is kept in memory only, until it is sent. */
  isSecret: z.boolean().default(false),
  sentAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  /** The payload of the CALLRESULT as it was sent, or the CALLERROR. */
  answer: z.unknown(),
  /** The answer is a CALLERROR. */
  isError: z.boolean().default(false),
  outcome: CommandOutcome.nullable(),
});
export type Command = z.infer<typeof Command>;

/** How a call of ours ended, for those who wait for it. */
export type CommandEnd =
  | { state: 'answered'; confirmation: Record<string, unknown> }
  | { state: 'callError'; code: string; description: string }
  | { state: 'invalidAnswer'; reason: string }
  | { state: 'timedOut' }
  | { state: 'connectionLost' }
  | { state: 'expired' };

/** What a call of ours is, before it has been anywhere. */
export interface NewCommand {
  commandId: string;
  action: string;
  payload: Record<string, unknown>;
  timeoutMs: number;
  deliverUntil: number | null;
  isSecret: boolean;
  /** What has to follow its acceptance, and how long we wait for that. */
  outcome: { withinMs: number; otherwise: CommandOutcome['otherwise'] } | null;
}

/** A call of ours as it joins the queue. */
export function queueCommand(command: NewCommand, now: number): Command {
  const { outcome, ...rest } = command;
  return {
    ...rest,
    state: 'queued',
    createdAt: now,
    sentAt: null,
    endedAt: null,
    answer: null,
    isError: false,
    outcome:
      outcome === null
        ? null
        : {
            state: 'pending',
            expiresAt: now + command.timeoutMs + outcome.withinMs,
            otherwise: outcome.otherwise,
            transactionId: null,
            message: null,
          },
  };
}

/** When a sent command's time is up. */
export function deadlineOf(command: Command): number {
  return (command.sentAt ?? command.createdAt) + command.timeoutMs;
}

/** Whether a command still waits to be sent, or for its answer. */
export function isUnderway({ state }: Command): boolean {
  return state === 'queued' || state === 'sent';
}

/** The next command to leave: ours go one at a time, in order of creation (OCPP-J 4.1.1). */
export function nextToSend(open: readonly Command[]): Command | null {
  const waiting = open.filter(isUnderway);
  const [first] = waiting;
  return first !== undefined &&
    first.state === 'queued' &&
    waiting.every((command) => command.state !== 'sent')
    ? first
    : null;
}

/** Whether the charger's acceptance of this command makes us wait for something. */
function isAccepted(command: Command): boolean {
  return command.state === 'answered' && isAcceptance(command.answer);
}

/** Whether a charger's answer says that it will do what it was asked; `Scheduled` is an acceptance too (OCPP 1.6 5.2). */
export function isAcceptance(answer: unknown): boolean {
  return z.object({ status: z.enum(['Accepted', 'Scheduled']) }).safeParse(answer).success;
}

/** How long after its time has run out a remote start is still what a start belongs to: the charger may have been offline. */
const LATE_START_MS = 15 * 60_000;

/**
 * The remote start that a tag on a connector belongs to: one that was sent and is not yet linked. The charger may start
 * before it answers our call (OCPP-J 4.1.1: the directions are independent), so an unanswered one counts too; and one
 * whose time has run out counts if nothing else waits, for a start that comes late has still been asked for.
 *
 * @param commands the charger's, in order of creation
 */
export function findRemoteStart(
  commands: readonly Command[],
  idTag: string,
  connectorId: number | null,
  now: number,
): Command | null {
  const matching = commands.filter(({ action, payload }) => {
    const { idTag: startTag, connectorId: startConnector } = payload;
    const isConnector =
      connectorId === null || typeof startConnector !== 'number' || startConnector === connectorId;
    const isTag = typeof startTag === 'string' && foldIdTag(startTag) === foldIdTag(idTag);
    return action === 'RemoteStartTransaction' && isTag && isConnector;
  });
  return (
    matching.find(({ outcome }) => outcome?.state === 'pending') ??
    matching.findLast(
      ({ outcome }) => outcome?.state === 'expired' && now - outcome.expiresAt <= LATE_START_MS,
    ) ??
    null
  );
}

/**
 * The accepted remote starts that nobody will follow up on a connector that has become Available again: the driver has
 * not plugged in, or has unplugged (OCPP 1.6 5.11, ConnectionTimeOut). Their outcome is `expired`.
 */
export function expireRemoteStarts(commands: readonly Command[], connectorId: number): Command[] {
  return commands.flatMap((command) => {
    const { action, payload, outcome } = command;
    const isWaiting = outcome?.state === 'pending' && isAccepted(command);
    return action === 'RemoteStartTransaction' && isWaiting && payload['connectorId'] === connectorId
      ? [{ ...command, outcome: { ...outcome, state: 'expired' as const } }]
      : [];
  });
}
