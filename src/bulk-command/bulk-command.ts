import { DurableObject } from 'cloudflare:workers';
import type {
  BulkCommandBody,
  BulkCommandOrder,
  BulkCommandRpc,
  BulkResultBody,
  BulkResultQuery,
} from '../contracts/bulk-command-rpc.ts';
import { addBulkCommand, deleteBulkCommand, updateBulkCommand } from '../d1/bulk-commands.ts';
import {
  type BulkJob,
  type BulkOutcome,
  KEPT_MS,
  newBulkJob,
  pendingTarget,
  RESUMABLE,
  resumedByDefault,
  retriedTarget,
} from '../domain/bulk-command.ts';
import type { Env } from '../env.ts';
import { within } from '../lib/within.ts';
import { foldIdentity } from '../ocpp/identity.ts';
import { describeJob, toResultBody } from './describe.ts';
import { Dispatch, STEP_MS } from './dispatch.ts';
import { createTables, hasTables } from './schema.ts';
import { readJob, writeJob } from './store/job.ts';
import {
  hastenLooks,
  isAnySending,
  nextLook,
  pageTargets,
  readByOutcome,
  readPending,
  writeTarget,
} from './store/targets.ts';

/** One that could not be listed within this time is forgotten: nobody was told of it, and nothing was sent. */
const LISTED_WITHIN_MS = 60_000;
/** What D1 did not take is tried again after this time; an alarm overdue by as much is stuck. */
const RETRY_MS = 60_000;
/** What a reader waits for the chargers that the command is kept for. */
const PATIENCE_MS = 1_000;

/**
 * One command for many chargers, carried out step by step: each step is one alarm. Named by its id. What is to be sent is
 * stored as such first, under the id that the command then has at its charger, so that no charger gets it twice whatever
 * is cut off.
 */
export class BulkCommand extends DurableObject<Env> implements BulkCommandRpc {
  private readonly sql: SqlStorage;
  private readonly dispatch: Dispatch;
  private job: BulkJob | null = null;
  private armedAt: number | null = null;
  private isTelling = false;
  /** When this life of the object made its last step; 0 before. */
  private steppedAt = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.dispatch = new Dispatch({
      storage: ctx.storage,
      charger: (chargeBoxId) => env.CHARGER.getByName(foldIdentity(chargeBoxId)),
      db: () => env.DB,
      job: () => this.job,
      change: (change) => this.change(change),
      waitUntil: (promise) => ctx.waitUntil(promise),
      settled: () => this.afterChange(),
    });
    if (hasTables(this.sql)) this.wake();
  }

  async begin(order: BulkCommandOrder): Promise<BulkCommandBody | 'unavailable'> {
    if (this.job !== null) return describeJob(this.sql, this.job);
    const { chargeBoxIds, ...rest } = order;
    const job = newBulkJob({ ...rest, total: chargeBoxIds.length });
    this.ctx.storage.transactionSync(() => {
      createTables(this.sql);
      writeJob(this.sql, job);
      for (const [position, chargeBoxId] of chargeBoxIds.entries()) {
        writeTarget(this.sql, pendingTarget(position, chargeBoxId));
      }
    });
    this.job = job;
    this.arm(Date.now() + LISTED_WITHIN_MS);
    try {
      await addBulkCommand(this.env.DB, job);
    } catch (error) {
      console.error({ message: 'a bulk command could not be listed', error: String(error) });
      await this.clear();
      return 'unavailable';
    }
    const listed = this.change({ listedState: job.state });
    if (listed === null) {
      // D1 took it so late that it has been forgotten.
      await deleteBulkCommand(this.env.DB, job);
      return 'unavailable';
    }
    this.arm(Date.now());
    return describeJob(this.sql, listed);
  }

  describe(accountId: string): Promise<BulkCommandBody | null> {
    const job = this.owned(accountId);
    return Promise.resolve(job === null ? null : describeJob(this.sql, job));
  }

  async results(
    accountId: string,
    { after, limit, offset, outcome }: BulkResultQuery,
  ): Promise<BulkResultBody[] | null> {
    if (this.owned(accountId) === null) return null;
    const page = { after: after ?? -1, limit, offset, outcome };
    const waiting = pageTargets(this.sql, page).filter((target) => target.outcome === 'queued');
    // The charger may have come back since: its object knows.
    const looking = this.dispatch.lookAt(waiting);
    this.ctx.waitUntil(looking);
    await within(PATIENCE_MS, looking, null);
    return pageTargets(this.sql, page).map(toResultBody);
  }

  cancel(accountId: string): Promise<BulkCommandBody | 'isCompleted' | null> {
    const job = this.owned(accountId);
    if (job === null) return Promise.resolve(null);
    if (job.state === 'completed') return Promise.resolve('isCompleted');
    if (job.state !== 'cancelled') this.change({ state: 'cancelled', endedAt: Date.now() });
    this.afterChange();
    return this.describe(accountId);
  }

  resume(accountId: string, outcomes: BulkOutcome[] | null): Promise<BulkCommandBody | 'isRunning' | null> {
    const job = this.owned(accountId);
    if (job === null) return Promise.resolve(null);
    if (job.state === 'queued' || job.state === 'running') return Promise.resolve('isRunning');
    const wanted = outcomes ?? resumedByDefault(job.action);
    const now = Date.now();
    this.ctx.storage.transactionSync(() => {
      for (const outcome of RESUMABLE.filter((resumable) => wanted.includes(resumable))) {
        for (const target of readByOutcome(this.sql, outcome)) {
          writeTarget(this.sql, retriedTarget(target, now));
        }
      }
      this.change({ state: 'running', nextPosition: 0, endedAt: null, removeAt: now + KEPT_MS });
    });
    this.afterChange();
    return this.describe(accountId);
  }

  override async alarm(): Promise<void> {
    this.armedAt = null;
    const { job } = this;
    if (job === null) return;
    const now = Date.now();
    try {
      if (job.listedState === null || job.removeAt <= now) return await this.remove(job);
      this.steppedAt = now;
      this.dispatch.step(now);
      this.afterChange();
    } catch (error) {
      console.error({ message: 'a step of a bulk command failed', error: String(error) });
      // Thrown on, the platform would try six times and then never again.
      this.arm(now + RETRY_MS);
    }
    return undefined;
  }

  /** Ends it when every charger has had its turn, tells the list, and sets the alarm for what comes next. */
  private afterChange(): void {
    const { job } = this;
    if (job === null || job.listedState === null) return;
    const now = Date.now();
    const isLeft = readPending(this.sql, job.nextPosition, 1).length > 0;
    const isActive = job.state === 'queued' || job.state === 'running';
    if (isActive && !isLeft && !isAnySending(this.sql)) this.change({ state: 'completed', endedAt: now });
    const current = this.job ?? job;
    if (current.listedState !== current.state && !this.isTelling) this.ctx.waitUntil(this.tellList(current));
    if (isActive && isLeft) this.arm(Math.max(now, current.nextSendAt));
    const lookAt = nextLook(this.sql);
    if (lookAt !== null) this.arm(Math.max(lookAt, this.steppedAt + STEP_MS));
    this.arm(current.removeAt);
  }

  private async tellList(job: BulkJob): Promise<void> {
    this.isTelling = true;
    try {
      await updateBulkCommand(this.env.DB, job);
      this.change({ listedState: job.state });
    } catch (error) {
      console.error({ message: 'the list does not show the state of a bulk command', error: String(error) });
      this.arm(Date.now() + RETRY_MS);
      return;
    } finally {
      this.isTelling = false;
    }
    // It may have gone on meanwhile.
    this.afterChange();
  }

  /** Its time is over, or it never was listed. */
  private async remove(job: BulkJob): Promise<void> {
    try {
      await deleteBulkCommand(this.env.DB, job);
    } catch (error) {
      console.error({ message: 'a bulk command is not removed from the list', error: String(error) });
      this.arm(Date.now() + RETRY_MS);
      return;
    }
    await this.clear();
  }

  private async clear(): Promise<void> {
    this.job = null;
    this.armedAt = null;
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** After an eviction or a restart: nobody waits any more for what was on its way. */
  private wake(): void {
    this.job = readJob(this.sql);
    const now = Date.now();
    hastenLooks(this.sql, now);
    this.ctx.waitUntil(
      this.ctx.blockConcurrencyWhile(async () => {
        const armedAt = await this.ctx.storage.getAlarm();
        this.armedAt = armedAt !== null && armedAt > now - RETRY_MS ? armedAt : null;
        this.afterChange();
      }),
    );
  }

  /** Another account's does not exist. */
  private owned(accountId: string): BulkJob | null {
    return this.job?.accountId === accountId ? this.job : null;
  }

  private change(change: Partial<BulkJob>): BulkJob | null {
    if (this.job === null) return null;
    this.job = { ...this.job, ...change };
    writeJob(this.sql, this.job);
    return this.job;
  }

  /** Each setting of the alarm is billed as a row, so it is set only if that is sooner than it is set already. */
  private arm(at: number): void {
    if (this.armedAt !== null && this.armedAt <= at) return;
    this.armedAt = at;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(at));
  }
}
