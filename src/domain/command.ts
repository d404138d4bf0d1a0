import * as z from 'zod';

/** What became of a command: `queued` and `sent` are open, the others final, but a timed-out one may turn `late`. */
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
  transactionId: z.string().nullable(),
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
  sentAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  /** The payload of the CALLRESULT as it was sent, or the CALLERROR. */
  answer: z.unknown(),
  outcome: CommandOutcome.nullable(),
});
export type Command = z.infer<typeof Command>;

/** How a call of ours ended, for those who wait for it. */
export type CommandEnd =
  | { state: 'answered'; confirmation: Record<string, unknown> }
  | { state: 'callError'; code: string; description: string }
  | { state: 'invalidAnswer'; reason: string }
  | { state: 'timedOut' }
  | { state: 'connectionLost' };

/** When a sent command's time is up. */
export function deadlineOf(command: Command): number {
  return (command.sentAt ?? command.createdAt) + command.timeoutMs;
}

/** The next command to leave: ours go one at a time, in order of creation (OCPP-J 4.1.1). */
export function nextToSend(open: readonly Command[]): Command | null {
  const waiting = open.filter((command) => command.state === 'queued' || command.state === 'sent');
  const [first] = waiting;
  return first !== undefined &&
    first.state === 'queued' &&
    waiting.every((command) => command.state !== 'sent')
    ? first
    : null;
}

/** Whether the charger's acceptance of this command makes us wait for something. */
export function isAccepted(command: Command): boolean {
  const answer = z.object({ status: z.literal('Accepted') }).safeParse(command.answer);
  return command.state === 'answered' && answer.success;
}

/**
 * The remote start that a tag on a connector belongs to: one that was sent and is not yet linked. The charger may start
 * before it answers our call (OCPP-J 4.1.1: the directions are independent), so an unanswered one counts too.
 */
export function findRemoteStart(
  commands: readonly Command[],
  idTag: string,
  connectorId: number | null,
): Command | null {
  const fold = (text: string) => text.trim().toLowerCase();
  return (
    commands.find((command) => {
      if (command.action !== 'RemoteStartTransaction' || command.outcome?.state !== 'pending') return false;
      const { idTag: startTag, connectorId: startConnector } = command.payload;
      const isConnector =
        connectorId === null || typeof startConnector !== 'number' || startConnector === connectorId;
      return typeof startTag === 'string' && fold(startTag) === fold(idTag) && isConnector;
    }) ?? null
  );
}
