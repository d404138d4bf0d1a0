import type { ChargerRpc } from '../contracts/charger-rpc.ts';
import type { CommandRequest } from '../contracts/command-rpc.ts';
import { addCommandOwner } from '../d1/command-owners.ts';
import { type BulkJob, type BulkTarget, pendingTarget, RESUMABLE, wordOf } from '../domain/bulk-command.ts';
import { isRepeatable } from '../domain/repeatable-command.ts';
import { newId } from '../lib/ids.ts';
import { readDue, readPending, readTarget, writeTarget } from './store/targets.ts';
import { gone, newsOfResult, newsOfRow, type TargetNews } from './target-end.ts';

/** The steps of a bulk command are so far apart. */
export const STEP_MS = 1_000;
/** So many chargers are waited for at a time: each is a request that is open to its object. */
const MOST_IN_FLIGHT = 200;
/** So many are looked at in one step. */
const LOOKS_A_STEP = 50;
/** The longest time-out that a charger's own settings can name. */
const LONGEST_TIMEOUT_SECONDS = 120;
/** Behind a command's own time-out before it is looked at. */
const MARGIN_MS = 5_000;
/** What was not to be found out is looked at again after this time. */
const LOOK_AGAIN_MS = 10_000;
/** What was handed over less than this time ago may still be on its way to the charger's object. */
const ARRIVES_WITHIN_MS = 10_000;
/** So often the command is handed to the charger's object, always under the same id. */
const MOST_ATTEMPTS = 3;

interface DispatchPorts {
  storage: Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;
  charger: (chargeBoxId: string) => DurableObjectStub<ChargerRpc>;
  db: () => D1Database;
  job: () => BulkJob | null;
  change: (change: Partial<BulkJob>) => void;
  waitUntil: (promise: Promise<unknown>) => void;
  /** Something of a target has changed. */
  settled: () => void;
}

/**
 * Hands a bulk command to the objects of its chargers, at its rate, and finds out what became of it: from the answer, or,
 * where nobody waits for that any more, from the row of the command that the charger's object keeps.
 */
export class Dispatch {
  private readonly ports: DispatchPorts;
  /** Positions that somebody waits for at this moment. */
  private readonly inFlight = new Set<number>();

  constructor(ports: DispatchPorts) {
    this.ports = ports;
  }

  /** Looks at what is due, and sends to the next chargers. */
  step(now: number): void {
    const { storage, waitUntil } = this.ports;
    for (const target of readDue(storage.sql, now, LOOKS_A_STEP)) {
      // An answer that is still waited for is overdue: its row is looked at beside it.
      writeTarget(storage.sql, { ...target, lookAt: now + LOOK_AGAIN_MS });
      waitUntil(this.look(target));
    }
    for (const target of this.takeNext(now)) waitUntil(this.send(target));
  }

  /** Finds out what became of these. */
  async lookAt(targets: readonly BulkTarget[]): Promise<void> {
    await Promise.all(targets.map((target) => this.look(target)));
  }

  /** Those whose turn it is, stored as `sending` before anything is sent, under the ids that their commands will have. */
  private takeNext(now: number): BulkTarget[] {
    const { storage, change } = this.ports;
    const job = this.ports.job();
    const isActive = job?.state === 'queued' || job?.state === 'running';
    if (job === null || !isActive || now < job.nextSendAt) return [];
    const room = Math.min(job.perSecond, MOST_IN_FLIGHT - this.inFlight.size);
    if (room <= 0) {
      change({ nextSendAt: now + STEP_MS });
      return [];
    }
    const timeoutMs = (job.timeoutSeconds ?? LONGEST_TIMEOUT_SECONDS) * 1_000;
    const taken = readPending(storage.sql, job.nextPosition, room).map(
      (target): BulkTarget => ({
        ...target,
        outcome: 'sending',
        status: wordOf('sending'),
        commandId: target.commandId ?? newId('cmd'),
        attempts: target.attempts + 1,
        sentAt: now,
        at: now,
        lookAt: now + timeoutMs + MARGIN_MS,
      }),
    );
    const last = taken.at(-1);
    if (last === undefined) return [];
    storage.transactionSync(() => {
      for (const target of taken) writeTarget(storage.sql, target);
      change({
        state: 'running',
        startedAt: job.startedAt ?? now,
        nextPosition: last.position + 1,
        nextSendAt: now + STEP_MS,
      });
    });
    return taken;
  }

  private async send(target: BulkTarget): Promise<void> {
    const job = this.ports.job();
    if (job === null || target.commandId === null) return;
    this.inFlight.add(target.position);
    try {
      const result = await this.ports
        .charger(target.chargeBoxId)
        .command(job.accountId, requestOf(job, target.commandId));
      const isKept = 'commandId' in result;
      if (isKept) this.ports.waitUntil(this.noteOwner(job.accountId, target.commandId, target.chargeBoxId));
      const news = newsOfResult(result);
      if (news === null) this.lookLater(target);
      else this.note(target, { ...news, commandId: isKept ? target.commandId : null });
    } catch (error) {
      // Nobody knows whether it got there: the row tells.
      console.error({ message: 'a charger of a bulk command was not reached', error: String(error) });
      this.lookLater(target);
    } finally {
      this.inFlight.delete(target.position);
    }
    this.ports.settled();
  }

  /** Reads the command's row at its charger; without one it was never sent. */
  private async look(target: BulkTarget): Promise<void> {
    const job = this.ports.job();
    const { commandId } = target;
    if (job === null || commandId === null) return;
    try {
      const rows = await this.ports
        .charger(target.chargeBoxId)
        .commands(job.accountId, { commandId, limit: 1 });
      const [row] = rows ?? [];
      if (rows === null) this.note(target, { ...gone(), commandId: null });
      else if (row === undefined) this.takeBack(target, job, Date.now());
      else {
        this.ports.waitUntil(this.noteOwner(job.accountId, commandId, target.chargeBoxId));
        const news = newsOfRow(row);
        if (news === null) this.lookLater(target);
        else this.note(target, { ...news, commandId });
      }
    } catch (error) {
      console.error({ message: 'a charger of a bulk command was not reached', error: String(error) });
      this.lookLater(target);
    }
    this.ports.settled();
  }

  /**
   * Its charger has no such command. What may be repeated is sent again, under the same id; what acts on a driver or a
   * session is left to its owner.
   */
  private takeBack(target: BulkTarget, job: BulkJob, now: number): void {
    const { storage } = this.ports;
    const arrivesBy = (target.sentAt ?? now) + ARRIVES_WITHIN_MS;
    if (!this.isOpen(target) || this.inFlight.has(target.position)) return;
    if (target.outcome === 'queued') {
      this.note(target, { ...gone(), commandId: null });
      return;
    }
    if (target.isRetry) {
      this.giveTurn(pendingTarget(target.position, target.chargeBoxId));
      return;
    }
    if (now < arrivesBy) {
      writeTarget(storage.sql, { ...target, lookAt: arrivesBy });
      return;
    }
    if (!isRepeatable(job.action) || target.attempts >= MOST_ATTEMPTS) {
      const reason = 'This system was cut off while it sent this; its charger has no such command.';
      const news = { outcome: 'interrupted' as const, status: wordOf('interrupted'), reason };
      this.note(target, { ...news, deliverUntil: null, commandId: null });
      return;
    }
    const again = { outcome: 'pending' as const, status: wordOf('pending'), sentAt: null, lookAt: null };
    this.giveTurn({ ...target, ...again, at: now });
  }

  /** Its turn comes (again). */
  private giveTurn(pending: BulkTarget): void {
    const { storage, job, change } = this.ports;
    storage.transactionSync(() => {
      writeTarget(storage.sql, pending);
      change({ nextPosition: Math.min(job()?.nextPosition ?? 0, pending.position) });
    });
  }

  private note(
    target: BulkTarget,
    { deliverUntil, ...news }: TargetNews & { commandId: string | null },
  ): void {
    if (!this.isOpen(target)) return;
    if (target.isRetry && RESUMABLE.some((outcome) => outcome === news.outcome)) {
      this.giveTurn(pendingTarget(target.position, target.chargeBoxId));
      return;
    }
    if (target.outcome === 'queued' && news.outcome === 'queued') return;
    const timeoutMs = (this.ports.job()?.timeoutSeconds ?? LONGEST_TIMEOUT_SECONDS) * 1_000;
    writeTarget(this.ports.storage.sql, {
      ...target,
      ...news,
      at: Date.now(),
      lookAt: deliverUntil === null ? null : deliverUntil + timeoutMs + MARGIN_MS,
    });
  }

  private lookLater(target: BulkTarget): void {
    if (!this.isOpen(target)) return;
    writeTarget(this.ports.storage.sql, { ...target, lookAt: Date.now() + LOOK_AGAIN_MS });
  }

  /** Whether this very command is still open: its answer and a look at its row may both bring its end. */
  private isOpen({ position, commandId }: BulkTarget): boolean {
    const current = this.ports.job() === null ? null : readTarget(this.ports.storage.sql, position);
    return current !== null && current.lookAt !== null && current.commandId === commandId;
  }

  /** Makes the command findable by its id alone. */
  private async noteOwner(accountId: string, commandId: string, chargeBoxId: string): Promise<void> {
    try {
      await addCommandOwner(this.ports.db(), accountId, commandId, chargeBoxId);
    } catch (error) {
      console.error({ message: 'a command is not listed by its id', error: String(error) });
    }
  }
}

function requestOf(job: BulkJob, commandId: string): CommandRequest {
  return {
    commandId,
    action: job.action,
    payload: job.payload,
    ...(job.timeoutSeconds === null ? {} : { timeoutSeconds: job.timeoutSeconds }),
    ...(job.deliverWithinSeconds === null ? {} : { deliverWithinSeconds: job.deliverWithinSeconds }),
  };
}
