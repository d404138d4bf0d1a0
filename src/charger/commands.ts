import { type Command, type CommandEnd, deadlineOf, nextToSend } from '../domain/command.ts';
import { isOutgoingAction, messages, type OutgoingAction } from '../ocpp/v16/messages/index.ts';
import { callFrame } from '../ocpp/frame.ts';
import { readConfirmation } from '../ocpp/read-confirmation.ts';
import type { Flag } from '../domain/flag.ts';
import { toFlag } from './to-flag.ts';
import { readCommand, readOpenCommands, writeCommand } from './store/commands.ts';

interface CommandPorts {
  sql: SqlStorage;
  /** Sends a frame to the charger; false when there is no connection. */
  send: (frame: string, now: number) => boolean;
  /** Wakes the object at a time, ms since the epoch. */
  wakeAt: (at: number) => void;
}

export interface NewCommand {
  commandId: string;
  action: OutgoingAction;
  payload: Record<string, unknown>;
  timeoutMs: number;
  /** How long after its sending we wait for what has to follow, where something has to. */
  outcomeMs: number | null;
}

/**
 * The calls to a charger: one outstanding at a time, in order (OCPP-J 4.1.1). The row is the truth; those who wait are
 * told when it changes, and what nobody waits for any more is still recorded.
 */
export class Commands {
  private readonly ports: CommandPorts;
  private readonly waiters = new Map<string, (end: CommandEnd) => void>();

  constructor(ports: CommandPorts) {
    this.ports = ports;
  }

  /** Queues a call and waits for its end: an answer, its time-out, or the loss of the connection. */
  async call(command: NewCommand, now: number): Promise<CommandEnd> {
    const { promise, resolve } = Promise.withResolvers<CommandEnd>();
    this.waiters.set(command.commandId, resolve);
    const { commandId, action, payload, timeoutMs, outcomeMs } = command;
    const queued: Command = {
      commandId,
      action,
      payload,
      state: 'queued',
      createdAt: now,
      timeoutMs,
      sentAt: null,
      endedAt: null,
      answer: null,
      outcome:
        outcomeMs === null
          ? null
          : { state: 'pending', expiresAt: now + timeoutMs + outcomeMs, transactionId: null },
    };
    const isBusy = readOpenCommands(this.ports.sql).some(
      (other) => other.state === 'queued' || other.state === 'sent',
    );
    if (isBusy) writeCommand(this.ports.sql, queued);
    else this.sendOut(queued, now);
    return promise;
  }

  /** Sends the next call, if none is outstanding. */
  sendNext(now: number): void {
    const next = nextToSend(readOpenCommands(this.ports.sql));
    if (next !== null) this.sendOut(next, now);
  }

  private sendOut(command: Command, now: number): void {
    const sent: Command = { ...command, state: 'sent', sentAt: now };
    writeCommand(this.ports.sql, sent);
    this.ports.wakeAt(deadlineOf(sent));
    if (!this.ports.send(callFrame(command.commandId, command.action, command.payload), now))
      this.loseConnection(now);
  }

  /** Takes a CALLRESULT (OCPP-J 4.2.2). */
  answer(id: string, payload: unknown, now: number): Flag[] {
    return this.settle(id, now, payload, (command) => {
      if (!isOutgoingAction(command.action))
        return { end: { state: 'invalidAnswer', reason: 'Its action is unknown.' }, flags: [] };
      const read = readConfirmation(messages[command.action], payload);
      if (!read.ok) return { end: { state: 'invalidAnswer', reason: read.reason }, flags: [] };
      const { confirmation, tolerances } = read;
      return {
        end: { state: 'answered', confirmation: { ...confirmation } },
        flags: tolerances.map(toFlag),
      };
    });
  }

  /** Takes a CALLERROR (OCPP-J 4.2.3); any code is kept as it was sent. */
  fail(id: string, error: { code: string; description: string; details: unknown }, now: number): Flag[] {
    const { code, description } = error;
    return this.settle(id, now, error, () => ({
      end: { state: 'callError', code, description },
      flags: [],
    }));
  }

  private settle(
    id: string,
    now: number,
    answer: unknown,
    read: (command: Command) => { end: CommandEnd; flags: Flag[] },
  ): Flag[] {
    const command = readCommand(this.ports.sql, id);
    if (command !== null && command.state === 'timedOut') {
      writeCommand(this.ports.sql, { ...command, state: 'late', answer });
      return [{ name: 'lateAnswer', example: command.action }];
    }
    if (command === null || command.state !== 'sent')
      return [{ name: 'unknownAnswer', example: id.slice(0, 120) }];
    const { end, flags } = read(command);
    const isAccepted = end.state === 'answered' && end.confirmation['status'] === 'Accepted';
    this.end(
      { ...command, answer, outcome: isAccepted ? command.outcome : fulfilledOnly(command) },
      end,
      now,
    );
    this.sendNext(now);
    return flags;
  }

  /** The connection is gone: what was sent or waiting on it ends so. */
  loseConnection(now: number): void {
    for (const command of readOpenCommands(this.ports.sql)) {
      if (command.state === 'sent' || command.state === 'queued')
        this.end(command, { state: 'connectionLost' }, now);
    }
  }

  /** Ends what has waited for too long. */
  expire(now: number): void {
    for (const command of readOpenCommands(this.ports.sql)) {
      if (command.state === 'sent' && deadlineOf(command) <= now) {
        this.end(command, { state: 'timedOut' }, now);
      } else if (command.outcome?.state === 'pending' && command.outcome.expiresAt <= now) {
        writeCommand(this.ports.sql, { ...command, outcome: { ...command.outcome, state: 'expired' } });
      }
    }
    this.sendNext(now);
  }

  /** When something of it is next due, ms since the epoch. */
  nextDue(): number | null {
    const due = readOpenCommands(this.ports.sql).flatMap((command) => [
      ...(command.state === 'sent' ? [deadlineOf(command)] : []),
      ...(command.outcome?.state === 'pending' ? [command.outcome.expiresAt] : []),
    ]);
    return due.length === 0 ? null : Math.min(...due);
  }

  private end(command: Command, end: CommandEnd, now: number): void {
    writeCommand(this.ports.sql, { ...command, state: end.state, endedAt: now });
    this.waiters.get(command.commandId)?.(end);
    this.waiters.delete(command.commandId);
  }
}

/** A refused command leads to nothing, unless the charger began what it asked for before it refused. */
function fulfilledOnly(command: Command): Command['outcome'] {
  return command.outcome?.state === 'fulfilled' ? command.outcome : null;
}
