import {
  type Command,
  type CommandEnd,
  deadlineOf,
  isUnderway,
  type NewCommand,
  nextToSend,
  queueCommand,
} from '../domain/command.ts';
import { type FollowingCall, fulfilCommands, isTriggeredBy } from '../domain/command-outcome.ts';
import type { Flag } from '../domain/flag.ts';
import { callFrame } from '../ocpp/frame.ts';
import { maskAnswer, maskPayload } from '../ocpp/mask-secrets.ts';
import { readConfirmation } from '../ocpp/read-confirmation.ts';
import { isOutgoingAction, messages } from '../ocpp/v16/messages/index.ts';
import { readCommand, readLinkableCommands, readOpenCommands, writeCommand } from './store/commands.ts';
import { toFlag } from './to-flag.ts';

interface QueuePorts {
  sql: SqlStorage;
  isOnline: () => boolean;
  /** Sends a frame to the charger; false when there is no connection. */
  send: (frame: string, now: number) => boolean;
  /** Wakes the object at a time, ms since the epoch. */
  wakeAt: (at: number) => void;
  /** Until when nothing is sent on a new connection, ms since the epoch; null: it may be sent now. */
  heldUntil: (now: number) => number | null;
  /** Stores a command that has ended, together with what its end changes. */
  settle: (command: Command, end: CommandEnd, now: number) => void;
}

/** How a call ended for those who wait; `queued`: it waits for the charger to come back, and nobody waits any longer. */
export type CallEnd = CommandEnd | { state: 'queued' };

/**
 * The calls to a charger: one outstanding at a time, in order (OCPP-J 4.1.1). The row is the truth; those who wait are
 * told when it changes, and what nobody waits for any more is still recorded.
 */
export class CallQueue {
  private readonly ports: QueuePorts;
  private readonly waiters = new Map<string, (end: CallEnd) => void>();
  /** The payloads that hold a secret, until they are sent: no row ever has them in clear. */
  private readonly clearPayloads = new Map<string, Record<string, unknown>>();

  /** False only when no command is open: a call of the charger then needs no look at them. */
  private mayBeOpen = true;

  constructor(ports: QueuePorts) {
    this.ports = ports;
  }

  /** Queues a call and waits for its end: an answer, its time-out, or the loss of the connection. */
  async call(command: NewCommand, isOnline: boolean, now: number): Promise<CallEnd> {
    const { promise, resolve } = Promise.withResolvers<CallEnd>();
    const queued = queueCommand({ ...command, payload: maskPayload(command.payload) }, now);
    if (command.isSecret) this.clearPayloads.set(command.commandId, command.payload);
    this.mayBeOpen = true;
    const isBusy = readOpenCommands(this.ports.sql).some(isUnderway);
    if (!isOnline && command.deliverUntil === null) {
      // It has gone while the command was prepared.
      this.end(queued, { state: 'connectionLost' }, now);
      return { state: 'connectionLost' };
    }
    if (!isOnline) {
      writeCommand(this.ports.sql, queued);
      this.ports.wakeAt(command.deliverUntil ?? now);
      return { state: 'queued' };
    }
    this.waiters.set(command.commandId, resolve);
    const heldUntil = this.ports.heldUntil(now);
    if (isBusy || heldUntil !== null) writeCommand(this.ports.sql, queued);
    else this.sendOut(queued, now);
    if (heldUntil !== null) this.ports.wakeAt(heldUntil);
    return promise;
  }

  /** Sends the next call, if none is outstanding. */
  sendNext(now: number): void {
    const next = nextToSend(readOpenCommands(this.ports.sql));
    if (next === null || !this.ports.isOnline()) return;
    const heldUntil = this.ports.heldUntil(now);
    if (heldUntil === null) this.sendOut(next, now);
    else this.ports.wakeAt(heldUntil);
  }

  private sendOut(command: Command, now: number): void {
    const { commandId, action } = command;
    const payload = command.isSecret ? this.clearPayloads.get(commandId) : command.payload;
    if (payload === undefined) {
      // The object was evicted before the secret left: it is nowhere any more.
      this.end(command, { state: 'connectionLost' }, now);
      this.sendNext(now);
      return;
    }
    const sent: Command = { ...command, state: 'sent', sentAt: now };
    writeCommand(this.ports.sql, sent);
    this.ports.wakeAt(deadlineOf(sent));
    const isSent = this.ports.send(callFrame(commandId, action, payload), now);
    this.clearPayloads.delete(commandId);
    if (!isSent) this.loseConnection(now);
  }

  /** Takes a CALLRESULT (OCPP-J 4.2.2). */
  answer(id: string, payload: unknown, now: number): Flag[] {
    const answer = maskAnswer(payload);
    return this.settle(id, now, answer, (command) => {
      if (!isOutgoingAction(command.action))
        return { end: { state: 'invalidAnswer', reason: 'Its action is unknown.' }, flags: [] };
      const read = readConfirmation(messages[command.action], answer);
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
    const { code, description, details } = error;
    return this.settle(
      id,
      now,
      { code, description, details },
      () => ({
        end: { state: 'callError', code, description },
        flags: [],
      }),
      true,
    );
  }

  private settle(
    id: string,
    now: number,
    answer: unknown,
    read: (command: Command) => { end: CommandEnd; flags: Flag[] },
    isError = false,
  ): Flag[] {
    const command = readCommand(this.ports.sql, id);
    if (command !== null && (command.state === 'timedOut' || command.state === 'connectionLost')) {
      // What it changes, it changes late too.
      const { end } = read(command);
      this.ports.settle({ ...command, state: 'late', answer, isError }, end, now);
      return [{ name: 'lateAnswer', example: command.action }];
    }
    if (command === null || command.state !== 'sent')
      return [{ name: 'unknownAnswer', example: id.slice(0, 120) }];
    const { end, flags } = read(command);
    this.end({ ...command, answer, isError }, end, now);
    this.sendNext(now);
    return flags;
  }

  /** The connection is gone: what was sent on it ends so, and what waited for it unless it may wait for the next. */
  loseConnection(now: number): void {
    for (const command of readOpenCommands(this.ports.sql)) {
      if (command.state === 'queued' && command.deliverUntil !== null && !command.isSecret) {
        this.ports.wakeAt(command.deliverUntil);
        this.tell(command.commandId, { state: 'queued' });
      } else if (isUnderway(command)) {
        this.end(command, { state: 'connectionLost' }, now);
      }
    }
  }

  /** Ends what has waited for too long. */
  expire(now: number): void {
    for (const command of readOpenCommands(this.ports.sql)) {
      if (command.state === 'sent' && deadlineOf(command) <= now) {
        this.end(command, { state: 'timedOut' }, now);
      } else if (command.state === 'queued' && command.deliverUntil !== null && command.deliverUntil <= now) {
        this.end(command, { state: 'expired' }, now);
      } else if (command.outcome?.state === 'pending' && command.outcome.expiresAt <= now) {
        const { outcome } = command;
        writeCommand(this.ports.sql, { ...command, outcome: { ...outcome, state: outcome.otherwise } });
      }
    }
  }

  /** When something of it is next due, ms since the epoch. */
  nextDue(): number | null {
    const due = readOpenCommands(this.ports.sql).flatMap((command) => [
      ...(command.state === 'sent' ? [deadlineOf(command)] : []),
      ...(command.state === 'queued' && command.deliverUntil !== null ? [command.deliverUntil] : []),
      ...(command.outcome?.state === 'pending' ? [command.outcome.expiresAt] : []),
    ]);
    return due.length === 0 ? null : Math.min(...due);
  }

  /**
   * A call of the charger has been served: links it to the command that asked for it, and sends what has waited for the
   * charger to come back.
   */
  noteServed(call: FollowingCall): void {
    if (!this.mayBeOpen) return;
    const open = readOpenCommands(this.ports.sql);
    this.mayBeOpen = open.length > 0;
    for (const command of fulfilCommands(open, call)) writeCommand(this.ports.sql, command);
    const next = nextToSend(open);
    if (next !== null) this.sendOut(next, call.receivedAt);
  }

  /** Whether we have asked the charger for this call, so that it may come though its registration is pending (OCPP 1.6 4.2). */
  isTriggered(action: string, payload: unknown, now: number): boolean {
    return readLinkableCommands(this.ports.sql).some(
      (command) =>
        command.outcome !== null &&
        now <= command.outcome.expiresAt &&
        isTriggeredBy(command, { action, payload }),
    );
  }

  private end(command: Command, end: CommandEnd, now: number): void {
    this.ports.settle({ ...command, state: end.state, endedAt: now }, end, now);
    this.clearPayloads.delete(command.commandId);
    this.tell(command.commandId, end);
  }

  private tell(commandId: string, end: CallEnd): void {
    this.waiters.get(commandId)?.(end);
    this.waiters.delete(commandId);
  }
}
